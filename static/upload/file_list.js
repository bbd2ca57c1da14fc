// The list of files being uploaded, and the line about all of them together.
const SPEED_WINDOW_MS = 10_000; // the speed shown is that of the last ten seconds
const WITH_PROGRESS = ["waiting", "uploading", "offline", "retrying", "finishing", "failed"];
const WITHOUT_CANCEL = ["complete", "rejected", "finishing"];
const NOT_COUNTED = ["missing", "rejected"];

export const makeFileList = ({ root, messages, onCancel }) => {
  const list = root.querySelector("[data-file-list]");
  const template = root.querySelector("[data-file-template]");
  const total = root.querySelector("[data-total-progress]");
  const speedLine = root.querySelector("[data-speed]");
  const status = root.querySelector("[data-status]");
  const numbers = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  const rows = new Set();
  let samples = []; // of the bytes sent, for the speed
  let announcedQuarter = -1;

  const sizeText = (bytes) =>
    bytes < 2 ** 20 ? `${numbers.format(Math.ceil(bytes / 1024))} KB` : `${numbers.format(bytes / 2 ** 20)} MB`;

  const timeLeftText = (seconds) =>
    seconds < 90 ? messages.seconds.replace("{n}", Math.ceil(seconds)) : messages.minutes.replace("{n}", Math.ceil(seconds / 60));

  const add = (file) => {
    const item = template.content.firstElementChild.cloneNode(true);
    const bar = item.querySelector("progress");
    const state = item.querySelector("[data-state]");
    const retry = item.querySelector("[data-retry]");
    const choose = item.querySelector("[data-choose]");
    const cancel = item.querySelector("[data-cancel]");
    const row = { name: file.name, size: file.size, sent: 0, state: "" };
    item.querySelector("[data-name]").textContent = file.name;
    item.querySelector("[data-size]").textContent = sizeText(file.size);
    bar.setAttribute("aria-label", file.name);
    for (const button of [retry, choose, cancel]) button.setAttribute("aria-label", `${button.textContent.trim()}: ${file.name}`);

    row.setState = (name, text = messages[name]) => {
      row.state = name;
      item.dataset.state = name;
      state.textContent = text;
      bar.hidden = !WITH_PROGRESS.includes(name);
      retry.hidden = name !== "failed";
      choose.hidden = name !== "missing";
      cancel.hidden = WITHOUT_CANCEL.includes(name);
      showTotal();
    };
    row.setSent = (bytes) => {
      row.sent = bytes;
      bar.value = Math.floor((bytes / Math.max(file.size, 1)) * 100);
      showTotal();
    };
    row.remove = () => {
      const next = item.nextElementSibling || item.previousElementSibling;
      const hadFocus = item.contains(document.activeElement);
      rows.delete(row);
      item.remove();
      if (hadFocus) (next?.querySelector("button:not([hidden])") || list).focus();
      root.hidden = rows.size === 0;
      showTotal();
    };
    retry.addEventListener("click", () => row.retry());
    choose.addEventListener("click", () => row.choose());
    cancel.addEventListener("click", () => onCancel(row));
    rows.add(row);
    list.append(item);
    root.hidden = false;
    return row;
  };

  const showTotal = () => {
    const counted = [...rows].filter((row) => !NOT_COUNTED.includes(row.state));
    const size = counted.reduce((sum, row) => sum + row.size, 0);
    const sent = counted.reduce((sum, row) => sum + row.sent, 0);
    const percent = size ? Math.floor((sent / size) * 100) : 0;
    const speed = speedAt(performance.now(), sent);
    const text = messages.percent.replace("{percent}", percent).replace("{sent}", sizeText(sent)).replace("{total}", sizeText(size));
    total.hidden = speedLine.hidden = counted.length === 0;
    total.value = percent;
    const parts = [text];
    if (speed > 0 && sent < size) parts.push(`${numbers.format(speed / 2 ** 20)} MB/s`, timeLeftText((size - sent) / speed));
    speedLine.textContent = parts.join(" · ");
    const quarter = Math.floor(percent / 25);
    if (counted.length && quarter > announcedQuarter && quarter < 4) announce(text);
    announcedQuarter = Math.max(announcedQuarter, quarter);
  };

  // Bytes a second; 0 in the first second.
  const speedAt = (now, sent) => {
    samples = [...samples.filter(({ at, bytes }) => now - at < SPEED_WINDOW_MS && bytes <= sent), { at: now, bytes: sent }];
    const seconds = (now - samples[0].at) / 1000;
    return seconds > 1 ? (sent - samples[0].bytes) / seconds : 0;
  };

  // Screen readers announce this text: at each quarter, and whenever the user has to know.
  const announce = (text) => {
    status.textContent = text;
  };

  return { add, announce, all: () => [...rows], has: (row) => rows.has(row) };
};
