/** The page's own signs, drawn as lines on a 24 × 24 grid; they need no font. */

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  bulb: "M9 18h6M10 21h4M12 3a6 6 0 0 0-3.6 10.8c.7.6 1.1 1.4 1.1 2.2h5c0-.8.4-1.6 1.1-2.2A6 6 0 0 0 12 3z",
  send: "M4 12 20 4l-5 16-4-6.5zM11 13.5 20 4",
  reply: "M10 6 4 12l6 6M4 12h10a6 6 0 0 1 6 6",
  edit: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  theme: "M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16",
  inspector: "M3 12h4l3-7 4 14 3-7h4",
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6 6 18",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  text: "M9 4 7 20M17 4l-2 16M4 9h16M4 15h16",
  forum: "M4 5h12v8H9l-3 3v-3H4zM18 9h2v8h-2v3l-3-3h-4",
  thread: "M7 4v8a4 4 0 0 0 4 4h7M14 12l4 4-4 4",
  direct: "M4 6h16v12H4zM4 7l8 6 8-6",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "sign");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
