// The list of files on their way, and the line about all of them.
const WINDOW = 10_000; // the pace is that of the last ten seconds

export const makeRows = ({ root, words, cancelled }) => {
  const list = root.querySelector("[data-file-list]");
  const pattern = root.querySelector("[data-file-template]");
  const whole = root.querySelector("[data-total-progress]");
  const pace = root.querySelector("[data-speed]");
  const said = root.querySelector("[data-status]");
  const language = document.documentElement.lang;
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const rows = new Set();
  let past = [];
  let told = -1;

  const size = (bytes) =>
    bytes < 2 ** 20 ? `${number.format(Math.ceil(bytes / 1024))} KB` : `${number.format(bytes / 2 ** 20)} MB`;

  const timeLeft = (seconds) =>
    seconds < 90 ? words.seconds.replace("{n}", Math.ceil(seconds)) : words.minutes.replace("{n}", Math.ceil(seconds / 60));

  const add = (file) => {
    const item = pattern.content.firstElementChild.cloneNode(true);
    const bar = item.querySelector("progress");
    const state = item.querySelector("[data-state]");
    const retry = item.querySelector("[data-retry]");
    const choose = item.querySelector("[data-choose]");
    const cancel = item.querySelector("[data-cancel]");
    const row = { size: file.size, sent: 0, state: "", next: null, element: item };
    item.querySelector("[data-name]").textContent = file.name;
    item.querySelector("[data-size]").textContent = size(file.size);
    bar.setAttribute("aria-label", file.name);
    for (const button of [retry, choose, cancel]) button.setAttribute("aria-label", `${button.textContent.trim()}: ${file.name}`);

    row.show = (name, sentence = words[name]) => {
      row.state = name;
      item.dataset.state = name;
      state.textContent = sentence;
      bar.hidden = !["waiting", "uploading", "offline", "retrying", "finishing", "failed"].includes(name);
      retry.hidden = name !== "failed";
      choose.hidden = name !== "missing";
      cancel.hidden = ["complete", "rejected", "finishing"].includes(name);
      tell();
    };
    row.went = (bytes) => {
      row.sent = bytes;
      bar.value = Math.floor((bytes / Math.max(file.size, 1)) * 100);
      tell();
    };
    row.leave = () => {
      const next = item.nextElementSibling || item.previousElementSibling;
      const held = item.contains(document.activeElement);
      rows.delete(row);
      item.remove();
      if (held) (next?.querySelector("button:not([hidden])") || list).focus();
      root.hidden = rows.size === 0;
      tell();
    };
    retry.addEventListener("click", () => row.retry());
    choose.addEventListener("click", () => row.choose());
    cancel.addEventListener("click", () => cancelled(row));
    rows.add(row);
    list.append(item);
    root.hidden = false;
    return row;
  };

  const tell = () => {
    const counted = [...rows].filter((row) => !["missing", "rejected"].includes(row.state));
    const total = counted.reduce((sum, row) => sum + row.size, 0);
    const sent = counted.reduce((sum, row) => sum + row.sent, 0);
    const percent = total ? Math.floor((sent / total) * 100) : 0;
    const now = performance.now();
    past = [...past.filter(({ at, bytes }) => now - at < WINDOW && bytes <= sent), { at: now, bytes: sent }];
    const seconds = (now - past[0].at) / 1000;
    const speed = seconds > 1 ? (sent - past[0].bytes) / seconds : 0;
    whole.hidden = pace.hidden = counted.length === 0;
    whole.value = percent;
    const parts = [words.percent.replace("{percent}", percent).replace("{sent}", size(sent)).replace("{total}", size(total))];
    if (speed > 0 && sent < total) parts.push(`${number.format(speed / 2 ** 20)} MB/s`, timeLeft((total - sent) / speed));
    pace.textContent = parts.join(" · ");
    const quarter = Math.floor(percent / 25);
    if (counted.length && quarter > told && quarter < 4) say(words.percent.replace("{percent}", percent).replace("{sent}", size(sent)).replace("{total}", size(total)));
    told = Math.max(told, quarter);
  };

  // Spoken by a screen reader: seldom, and always when something changes for her.
  const say = (sentence) => {
    said.textContent = sentence;
  };

  return { add, say, all: () => [...rows] };
};
