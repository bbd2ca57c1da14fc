// The rules of ESLint for the browser's scripts and their tests; `make lint` runs them.
import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["static/vendor/", "var/", ".venv/"] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "no-implicit-globals": "error",
      "no-param-reassign": "error",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
    },
  },
  { files: ["static/**/*.js"], languageOptions: { globals: { ...globals.browser, BookReader: "readonly", Hls: "readonly" } } },
  { files: ["tests/js/**/*.js"], languageOptions: { globals: globals.node } },
];
