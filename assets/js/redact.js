/* Draws the places of a PDF that are to be black, instead of writing them as numbers: each line of the text field is a
   place, in millimetres from the upper left corner of its page. The text field stays the truth. */
(function () {
        "use strict";
        var form = document.querySelector("[data-redact]");
        var field, mm;

        if (!form || !window.PointerEvent)
                return;
        field = form.querySelector("textarea");
        mm = 25.4 / Number(form.getAttribute("data-redact"));

        function lines() {
                return field.value.split(/\r?\n/).filter(function (line) {
                        return line.trim() !== "";
                });
        }
        function put(list) {
                field.value = list.join("\n") + (list.length ? "\n" : "");
                show();
        }
        /* The page's size in millimetres, once its picture is there. */
        function size(page) {
                var img = page.querySelector("img");

                return { w: img.naturalWidth * mm, h: img.naturalHeight * mm };
        }
        function place(box, page, x, y, w, h) {
                var s = size(page);

                box.style.left = (100 * x) / s.w + "%";
                box.style.top = (100 * y) / s.h + "%";
                box.style.width = (100 * w) / s.w + "%";
                box.style.height = (100 * h) / s.h + "%";
        }
        function show() {
                var list = lines();

                form.querySelectorAll(".redact-box").forEach(function (b) {
                        b.remove();
                });
                list.forEach(function (line, i) {
                        var v = line.split(/[\s,，、;；]+/).filter(Boolean).map(Number);
                        var page = form.querySelector('[data-page="' + v[0] + '"]');
                        var box;

                        if (v.length !== 5 || v.some(isNaN) || !page || !page.querySelector("img").naturalWidth)
                                return;
                        box = document.createElement("span");
                        box.className = "redact-box";
                        box.setAttribute("data-line", String(i));
                        place(box, page, v[1], v[2], v[3], v[4]);
                        page.appendChild(box);
                });
                form.querySelector(".redact-count").textContent = list.length ? "已选 " + list.length + " 处" : "";
        }
        function tenths(n) {
                return String(Math.round(n * 10) / 10);
        }
        function draw(page) {
                var from = null, box = null;

                function at(e) {
                        var r = page.getBoundingClientRect(), s = size(page);

                        return {
                                x: Math.min(Math.max((e.clientX - r.left) / r.width, 0), 1) * s.w,
                                y: Math.min(Math.max((e.clientY - r.top) / r.height, 0), 1) * s.h
                        };
                }
                function rect(to) {
                        return {
                                x: Math.min(from.x, to.x),
                                y: Math.min(from.y, to.y),
                                w: Math.abs(from.x - to.x),
                                h: Math.abs(from.y - to.y)
                        };
                }
                function stop() {
                        if (box)
                                box.remove();
                        box = from = null;
                }
                page.addEventListener("pointerdown", function (e) {
                        var list;

                        if (e.button !== 0 || e.pointerType === "touch")
                                return;
                        e.preventDefault();
                        if (e.target.classList.contains("redact-box")) {
                                list = lines();
                                list.splice(Number(e.target.getAttribute("data-line")), 1);
                                put(list);
                                return;
                        }
                        if (!page.querySelector("img").naturalWidth)
                                return;
                        from = at(e);
                        box = document.createElement("span");
                        box.className = "redact-box";
                        page.appendChild(box);
                        page.setPointerCapture(e.pointerId);
                });
                page.addEventListener("pointermove", function (e) {
                        var r;

                        if (!from)
                                return;
                        r = rect(at(e));
                        place(box, page, r.x, r.y, r.w, r.h);
                });
                page.addEventListener("pointerup", function (e) {
                        var r;

                        if (!from)
                                return;
                        r = rect(at(e));
                        stop();
                        if (r.w < 1 || r.h < 1)
                                return;
                        put(lines().concat([[page.getAttribute("data-page"), tenths(r.x), tenths(r.y), tenths(r.w), tenths(r.h)].join(", ")]));
                });
                page.addEventListener("pointercancel", stop);
                page.querySelector("img").addEventListener("load", show);
        }
        form.querySelectorAll(".redact-page").forEach(draw);
        field.addEventListener("input", show);
        form.querySelector(".redact-draw").hidden = false;
        form.querySelector(".redact-undo").hidden = false;
        form.querySelector("[data-undo]").addEventListener("click", function () {
                var list = lines();

                list.pop();
                put(list);
        });
        show();
})();
