// Sending with comfort: drop files, send a folder, see how much has gone. Without script the form sends itself.
(() => {
  "use strict";

  const form = document.querySelector("[data-send]");
  if (!form) return;
  const files = form.querySelector("#files");
  const folder = form.querySelector("#folder");
  const zone = form.querySelector(".dropzone");
  const chosen = form.querySelector("[data-chosen]");
  const progress = form.querySelector("[data-progress]");
  const said = form.querySelector("[data-said]");
  const PICTURE = /\.(jpe?g|png|tiff?|webp)$/i;

  if ("webkitdirectory" in folder) form.querySelector(".send__folder").hidden = false;

  const show = () => {
    const names = [...files.files].map((file) => file.name);
    chosen.hidden = names.length === 0;
    chosen.textContent = names.slice(0, 5).join(", ") + (names.length > 5 ? ` … (${names.length})` : "");
    form.classList.toggle("send--pictures", names.filter((name) => PICTURE.test(name)).length > 1);
  };

  files.addEventListener("change", show);

  for (const event of ["dragover", "dragleave", "drop"]) {
    zone.addEventListener(event, (dragged) => {
      dragged.preventDefault();
      zone.classList.toggle("dropzone--over", event === "dragover");
      if (event === "drop" && dragged.dataTransfer.files.length) {
        files.files = dragged.dataTransfer.files;
        show();
      }
    });
  }

  const send = (data) => {
    const request = new XMLHttpRequest();
    progress.hidden = false;
    const bar = progress.querySelector("progress");
    request.upload.addEventListener("progress", (sent) => {
      const percent = Math.floor((sent.loaded / sent.total) * 100);
      bar.value = percent;
      said.textContent = percent < 100 ? said.dataset.sending.replace("{percent}", percent) : said.dataset.arrived;
    });
    const failed = () => { said.textContent = form.dataset.failed; };
    request.addEventListener("error", failed);
    request.addEventListener("load", () => {
      if (request.status !== 200) return failed();
      location.assign(JSON.parse(request.responseText).next);
    });
    request.open("POST", form.action || location.href);
    request.setRequestHeader("Accept", "application/json");
    request.send(data);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(new FormData(form));
  });

  // A folder is one book: its name is the book's, and the names keep their folders so that they sort rightly.
  folder.addEventListener("change", () => {
    const data = new FormData(form);
    data.delete("files");
    for (const file of folder.files) {
      data.append("files", file);
      data.append("paths", file.webkitRelativePath.split("/").slice(1).join("/"));
    }
    if (!data.get("book") && folder.files.length) data.set("book", folder.files[0].webkitRelativePath.split("/")[0]);
    data.set("one_book", "on");
    if (folder.files.length) send(data);
  });
})();
