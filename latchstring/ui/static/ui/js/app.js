import "./toast.js";
