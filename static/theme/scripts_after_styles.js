// Wagtail's scripts, which are ten times the rest of a screen, wait until its style sheets are there: this script stands
// behind them, and the browser runs it when they have arrived. What it writes is deferred as if it stood in the page.
const attributes = JSON.parse(document.getElementById("scripts-after-styles").textContent);
document.write(attributes.map((one) => `<script defer${one}></script>`).join(""));
