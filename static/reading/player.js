// The player: hls.js where the browser has no HLS of its own; a transcript that follows and jumps; a stored position.
const video = document.querySelector("#video");
const config = document.querySelector("#player").dataset;
const key = `tu-sach:position:${config.user}:${config.playerUrl}`; // one browser may serve many pupils
const inBrowser = config.positionStore === "browser";
const SAVE_EVERY = 5; // seconds
const SKIP = 10; // seconds

const showDenied = () => {
  video.pause();
  document.querySelector("#access-denied").hidden = false;
};

const startSeconds = () => {
  const stored = inBrowser ? localStorage.getItem(key) : null;
  return config.start === "" ? Number(stored ?? 0) : Number(config.start);
};

const load = () => {
  const start = startSeconds();
  if (window.Hls?.isSupported()) {
    // Little is fetched ahead: access ends when the loan does, and a slow connection is shared.
    const hls = new Hls({ startPosition: start || -1, maxBufferLength: 20, maxMaxBufferLength: 30, enableWorker: false });
    hls.on(Hls.Events.ERROR, (_event, error) => {
      if ([403, 404].includes(error.response?.code)) {
        hls.destroy();
        showDenied();
      }
    });
    video.querySelector("source")?.remove();
    hls.loadSource(config.streamUrl);
    hls.attachMedia(video);
  } else video.addEventListener("error", showDenied, { capture: true });
  if (start) video.addEventListener("loadedmetadata", () => (video.currentTime = start), { once: true });
};

const savePosition = () => {
  if (inBrowser) return localStorage.setItem(key, String(video.currentTime));
  const token = document.querySelector("#csrf-token [name=csrfmiddlewaretoken]").value;
  const body = new URLSearchParams({ ms: Math.round(video.currentTime * 1000) });
  return fetch(config.positionUrl, { method: "POST", headers: { "X-CSRFToken": token }, body, keepalive: true });
};

const savePositionWhilePlaying = () => {
  let saved = 0;
  video.addEventListener("timeupdate", () => {
    if (Math.abs(video.currentTime - saved) < SAVE_EVERY) return;
    saved = video.currentTime;
    savePosition();
  });
  video.addEventListener("pause", savePosition);
};

const followTranscript = () => {
  const list = document.querySelector("#transcript");
  if (!list) return;
  const lines = [...list.querySelectorAll("a")];
  let current = null;

  list.addEventListener("click", (event) => {
    const line = event.target.closest("a[data-from]");
    if (!line || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    video.currentTime = Number(line.dataset.from) / 1000;
    history.replaceState(null, "", line.href);
    video.play();
  });

  video.addEventListener("timeupdate", () => {
    const milliseconds = video.currentTime * 1000 + 1;
    const line = lines.findLast(({ dataset }) => Number(dataset.from) <= milliseconds) ?? null;
    if (line === current) return;
    current?.removeAttribute("aria-current");
    line?.setAttribute("aria-current", "true");
    current = line;
    // Only the list scrolls, never the page, and not while the user points or tabs into it.
    if (line && !list.matches(":hover, :focus-within")) list.scrollTop = line.offsetTop - list.offsetTop - list.clientHeight / 3;
  });
};

const chosenTrack = () => (video.querySelector("track[default]") ?? video.querySelector("track"))?.track;

// k, j, l as in other players; the video's own controls handle space and arrows once they have the focus.
const shortcuts = {
  k: () => (video.paused ? video.play() : video.pause()),
  j: () => (video.currentTime -= SKIP),
  l: () => (video.currentTime += SKIP),
  c: () => {
    const shown = [...video.textTracks].find((track) => track.mode === "showing");
    const track = shown ?? chosenTrack();
    if (track) track.mode = shown ? "hidden" : "showing";
  },
  f: () => (document.fullscreenElement ? document.exitFullscreen() : video.requestFullscreen()),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  shortcuts[event.key.toLowerCase()]?.();
});

load();
followTranscript();
savePositionWhilePlaying();
