import "./auto-submit.js";
import "./busy.js";
import "./dialog.js";
import "./menu.js";
import "./reveal-password.js";
import "./search-key.js";
import "./toast.js";
import "./trouble.js";
