// Reads barcodes of books with the camera: by the browser's BarcodeDetector, else by ZXing, which is loaded only then.

const EVERY_MS = 250;
const AGAIN_MS = 3000; // the same barcode before the camera is not read twice
const FORMAT = "ean_13";
const WANTED = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } };

const loadScript = (address) =>
  new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", resolve, { once: true });
    script.addEventListener("error", reject, { once: true });
    document.head.append(script);
  });

const withZxing = async (address) => {
  await loadScript(address);
  const zxing = window.ZXing;
  const reader = new zxing.MultiFormatReader();
  reader.setHints(new Map([[zxing.DecodeHintType.POSSIBLE_FORMATS, [zxing.BarcodeFormat.EAN_13]]]));
  const canvas = document.createElement("canvas");
  return async (video) => {
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext("2d", { willReadFrequently: true }).drawImage(video, 0, 0);
    const source = new zxing.HTMLCanvasElementLuminanceSource(canvas);
    try {
      return [reader.decodeWithState(new zxing.BinaryBitmap(new zxing.HybridBinarizer(source))).getText()];
    } catch (problem) {
      if (problem instanceof zxing.ReaderException || problem.name?.endsWith("Exception")) return []; // no barcode in this picture
      throw problem;
    }
  };
};

const detector = async (zxing) => {
  const formats = "BarcodeDetector" in window ? await window.BarcodeDetector.getSupportedFormats() : [];
  if (!formats.includes(FORMAT)) return withZxing(zxing);
  const own = new window.BarcodeDetector({ formats: [FORMAT] });
  let other; // some phones have a detector whose service is missing
  return async (video) => {
    if (other) return other(video);
    try {
      return (await own.detect(video)).map((code) => code.rawValue);
    } catch {
      other = await withZxing(zxing);
      return other(video);
    }
  };
};

// `stopped` is called when the camera was refused or is stopped.
export const start = async (view, scanned, stopped) => {
  const video = view.querySelector("video");
  const status = view.querySelector("[role=status]");
  view.hidden = false;
  status.textContent = view.dataset.aim;
  let stream;
  let detect;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: WANTED });
    video.srcObject = stream;
    await video.play();
    detect = await detector(view.dataset.zxing);
  } catch {
    stream?.getTracks().forEach((track) => track.stop());
    status.textContent = view.dataset.refused;
    stopped();
    return;
  }
  let last = "";
  let lastAt = 0;
  let timer = 0;
  const look = async () => {
    for (const code of video.readyState >= video.HAVE_CURRENT_DATA ? await detect(video) : []) {
      if (code === last && Date.now() - lastAt < AGAIN_MS) continue;
      last = code;
      lastAt = Date.now();
      status.textContent = code;
      navigator.vibrate?.(80);
      scanned(code);
    }
    if (stream.active) timer = setTimeout(look, EVERY_MS);
  };
  const stop = () => {
    clearTimeout(timer);
    stream.getTracks().forEach((track) => track.stop());
    view.hidden = true;
    stopped();
  };
  view.querySelector("[data-camera-stop]").addEventListener("click", stop, { once: true });
  addEventListener("pagehide", stop, { once: true });
  look();
};
