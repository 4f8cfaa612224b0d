import type { Look } from "./lines";

export type Named = { name: string; look: Look };
type Wanted = { title: string; legend: readonly Named[] };

/** Twice the pixels of the page, so that text stays sharp in a document. */
const SCALE = 2;
const MARGIN_PX = 16;
const LINE_PX = 18;
/** Names stand in as many columns as there is room for. */
const NAME_PX = 190;
const MOST_NAMES = 40;
/** What the style sheet gives to the parts of an SVG. */
const PROPERTIES = [
  ...["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "opacity"],
  ...["font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline"],
];

/** The chart in `box` as a PNG with its title and its names, on the surface of the theme. Null when nothing is drawn yet. */
export async function pictureOf(box: HTMLElement, { title, legend }: Wanted): Promise<Blob | null> {
  const drawing = box.querySelector("canvas") ?? (await imageOf(box.querySelector("svg")));
  if (!drawing) return null;
  const { width, height } = box.getBoundingClientRect();
  const names = legend.slice(0, MOST_NAMES);
  const columns = Math.max(1, Math.floor(width / NAME_PX));
  const rows = Math.ceil(names.length / columns);
  const canvas = document.createElement("canvas");
  canvas.width = (width + 2 * MARGIN_PX) * SCALE;
  canvas.height = (height + 3 * MARGIN_PX + LINE_PX * (1 + rows)) * SCALE;
  const context = canvas.getContext("2d");
  if (!context) return null;
  const style = getComputedStyle(document.documentElement);
  const color = (token: string) => style.getPropertyValue(token).trim();
  context.scale(SCALE, SCALE);
  context.fillStyle = color("--surface");
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = color("--fg");
  const family = getComputedStyle(document.body).fontFamily;
  context.font = `600 14px ${family}`;
  context.fillText(title, MARGIN_PX, MARGIN_PX + 12);
  context.drawImage(drawing, MARGIN_PX, 2 * MARGIN_PX + LINE_PX, width, height);
  context.font = `12px ${family}`;
  names.forEach(({ name, look }, index) => {
    const x = MARGIN_PX + (index % columns) * NAME_PX;
    const y = 2 * MARGIN_PX + LINE_PX * (Math.floor(index / columns) + 2) + height;
    context.strokeStyle = color(look.color);
    context.lineWidth = 2;
    context.setLineDash([...look.dash]);
    context.beginPath();
    context.moveTo(x, y - 4);
    context.lineTo(x + 24, y - 4);
    context.stroke();
    context.fillText(name, x + 32, y, NAME_PX - 40);
  });
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

/** An image has no style sheet, so each part gets the style that it has on the page. */
async function imageOf(svg: SVGSVGElement | null): Promise<HTMLImageElement | null> {
  if (!svg) return null;
  const copy = svg.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) return null;
  const copies = [copy, ...copy.querySelectorAll<SVGElement>("*")];
  [svg, ...svg.querySelectorAll<SVGElement>("*")].forEach((part, index) => {
    const style = getComputedStyle(part);
    for (const property of PROPERTIES)
      copies[index]?.style.setProperty(property, style.getPropertyValue(property));
  });
  const { width, height } = svg.getBoundingClientRect();
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const href = URL.createObjectURL(
    new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" }),
  );
  const image = new Image();
  image.src = href;
  try {
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(href);
  }
}
