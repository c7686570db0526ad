/* Shortens ways that exist without it: printing, copying the link, dropping files, folding the side column and
   the menu on a phone. */
(function () {
        "use strict";
        document.querySelectorAll("[data-print]").forEach(function (b) {
                b.hidden = false;
                b.addEventListener("click", function () {
                        window.print();
                });
        });
        document.querySelectorAll("[data-copy]").forEach(function (b) {
                if (!navigator.clipboard)
                        return;
                b.hidden = false;
                b.addEventListener("click", function () {
                        navigator.clipboard.writeText(b.getAttribute("data-copy")).then(function () {
                                b.textContent = "链接已复制";
                        });
                });
        });
        document.querySelectorAll("[data-drop]").forEach(function (zone) {
                var input = zone.querySelector("input");
                var list = zone.querySelector(".drop-list");

                function show() {
                        list.textContent = "";
                        if (input.files.length < 2)
                                return;
                        Array.prototype.forEach.call(input.files, function (f) {
                                var li = document.createElement("li");

                                li.textContent = f.name;
                                list.appendChild(li);
                        });
                }
                zone.querySelector(".drop-hint").hidden = false;
                input.addEventListener("change", show);
                zone.addEventListener("dragover", function (e) {
                        e.preventDefault();
                        zone.classList.add("drop-over");
                });
                zone.addEventListener("dragleave", function () {
                        zone.classList.remove("drop-over");
                });
                zone.addEventListener("drop", function (e) {
                        e.preventDefault();
                        zone.classList.remove("drop-over");
                        if (e.dataTransfer.files.length) {
                                input.files = e.dataTransfer.files;
                                show();
                        }
                });
        });
        if (window.matchMedia("(max-width: 860px)").matches)
                document.querySelectorAll(".side-fold, .menu-fold, .facet").forEach(function (d) {
                        d.open = false;
                });
})();
