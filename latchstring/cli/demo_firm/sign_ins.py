"""How a visitor gets into the demo firm."""

PASSWORD = "latchstring-demo"  # noqa: S105
OWNER = "owner@demo.test"
