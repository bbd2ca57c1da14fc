// Requests the image of the wanted page first; those of its neighbours wait until it has arrived. A slow line then shows
// the wanted page as soon as it can. While its image is on the way, its text can be read in its place.
const TEXT_AFTER_MS = 400;

export const makeImageQueue = ({ isWanted, textOf }) => {
  let waiting = [];
  let wantedOnTheWay = 0;

  const release = () => {
    startThose(({ number }) => isWanted(number));
    if (!wantedOnTheWay) startThose(() => true);
  };
  const startThose = (isNext) => {
    const now = waiting.filter(isNext);
    waiting = waiting.filter((entry) => !now.includes(entry));
    now.forEach(start);
  };
  const start = ({ image, url, number }) => {
    if (isWanted(number)) follow(image, number);
    image.src = url;
  };
  const follow = (image, number) => {
    wantedOnTheWay += 1;
    const timer = setTimeout(() => showText(image, textOf(number)), TEXT_AFTER_MS);
    const settle = () => {
      clearTimeout(timer);
      wantedOnTheWay -= 1;
      release();
    };
    image.addEventListener("load", settle, { once: true });
    image.addEventListener("error", settle, { once: true });
  };

  return {
    // BookReader asks for several images at once, in any order: choose when it has asked for all.
    add: (image, url, number) => {
      waiting.push({ image, url, number });
      setTimeout(release);
    },
  };
};

const showText = async (image, promise) => {
  const text = await promise;
  if (image.complete || !image.parentElement || !text) return;
  const waiting = document.createElement("p");
  waiting.className = "reader__waiting";
  waiting.setAttribute("aria-hidden", "true"); // screen readers have the view of the text
  waiting.textContent = text;
  image.parentElement.prepend(waiting);
  image.addEventListener("load", () => waiting.remove(), { once: true });
};
