/* Shortens ways that exist without it: printing, copying the link, folding the side column and the menu on a phone. */
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
        if (window.matchMedia("(max-width: 860px)").matches)
                document.querySelectorAll(".side-fold, .menu-fold, .facet").forEach(function (d) {
                        d.open = false;
                });
})();
