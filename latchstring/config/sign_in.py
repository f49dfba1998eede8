"""How people log in: django-allauth's part. Its pages, emails and rate limits are replaced by ours."""

ACCOUNT_ADAPTER = "latchstring.web.public.sign_in.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # checked by the library; nobody signs up by themselves
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is verified by the invite that made its login
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_RATE_LIMITS = False  # web.common.limits also says when to try again
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
PASSWORD_RESET_TIMEOUT = 3600

MFA_ADAPTER = "latchstring.accounts.factor_adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # clocks of telephones are off by half a minute
MFA_TRUST_ENABLED = True
MFA_TRUST_COOKIE_AGE = 30 * 24 * 3600
