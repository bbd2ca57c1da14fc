// The player: hls.js where the browser does not know HLS itself; the transcript follows and jumps; the place is kept.
const player = document.querySelector("#player");
const video = document.querySelector("#video");
const about = player.dataset;
const key = `tu-sach:position:${about.user}:${about.playerUrl}`;
const KEEP_EVERY = 5; // seconds

const refuse = () => {
  video.pause();
  document.querySelector("#access-denied").hidden = false;
};

const start = () => {
  const kept = about.positionStore === "browser" ? localStorage.getItem(key) : null;
  return about.start === "" ? Number(kept ?? 0) : Number(about.start);
};

const load = () => {
  const from = start();
  if (window.Hls?.isSupported()) {
    // Nothing is fetched far ahead: what is lent ends when it is returned, and slow lines are shared.
    const hls = new Hls({ startPosition: from || -1, maxBufferLength: 20, maxMaxBufferLength: 30, enableWorker: false });
    hls.on(Hls.Events.ERROR, (_event, error) => {
      if ([403, 404].includes(error.response?.code)) {
        hls.destroy();
        refuse();
      }
    });
    video.querySelector("source")?.remove();
    hls.loadSource(about.streamUrl);
    hls.attachMedia(video);
  } else video.addEventListener("error", refuse, { capture: true });
  if (from) video.addEventListener("loadedmetadata", () => (video.currentTime = from), { once: true });
};

const keep = () => {
  if (about.positionStore === "browser") return localStorage.setItem(key, String(video.currentTime));
  const token = document.querySelector("#csrf-token [name=csrfmiddlewaretoken]").value;
  const body = new URLSearchParams({ ms: Math.round(video.currentTime * 1000) });
  return fetch(about.positionUrl, { method: "POST", headers: { "X-CSRFToken": token }, body, keepalive: true });
};

const transcript = () => {
  const lines = [...document.querySelectorAll("#transcript a")];
  const box = document.querySelector("#transcript");
  let current = null;

  box?.addEventListener("click", (event) => {
    const line = event.target.closest("a[data-from]");
    if (!line || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    video.currentTime = Number(line.dataset.from) / 1000;
    history.replaceState(null, "", line.href);
    video.play();
  });

  video.addEventListener("timeupdate", () => {
    const now = video.currentTime * 1000 + 1;
    const line = lines.findLast(({ dataset }) => Number(dataset.from) <= now) ?? null;
    if (line === current) return;
    current?.removeAttribute("aria-current");
    line?.setAttribute("aria-current", "true");
    current = line;
    // Only the list moves, never the page, and not while she is in it.
    if (line && !box.matches(":hover, :focus-within")) box.scrollTop = line.offsetTop - box.offsetTop - box.clientHeight / 3;
  });
};

const keeping = () => {
  let last = 0;
  video.addEventListener("timeupdate", () => {
    if (Math.abs(video.currentTime - last) < KEEP_EVERY) return;
    last = video.currentTime;
    keep();
  });
  video.addEventListener("pause", keep);
};

// k, j, l as in other players; the video's own controls know space and arrows once they have the focus.
const keys = {
  k: () => (video.paused ? video.play() : video.pause()),
  j: () => (video.currentTime -= 10),
  l: () => (video.currentTime += 10),
  c: () => [...video.textTracks].forEach((track) => (track.mode = track.mode === "showing" ? "hidden" : "showing")),
  f: () => (document.fullscreenElement ? document.exitFullscreen() : video.requestFullscreen()),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  keys[event.key.toLowerCase()]?.();
});

load();
transcript();
keeping();
