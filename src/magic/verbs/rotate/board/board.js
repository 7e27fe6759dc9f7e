// Rotating by hand: the arithmetic, and the plot that turns. The kernel keeps the state and takes each accepted angle as a magic.

/** Columns a and b turned clockwise: a' = a·cos + b·sin, b' = b·cos − a·sin. */
export function turned(loadings, a, b, degrees) {
  const angle = (degrees * Math.PI) / 180;
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  return loadings.map((row) => {
    const after = row.slice();
    after[a] = row[a] * cos + row[b] * sin;
    after[b] = row[b] * cos - row[a] * sin;
    return after;
  });
}

const rounded = (value, decimals) => {
  const scale = 10 ** decimals;
  return Math.floor(value * scale + 0.5) / scale;
};

/** Which sorts define which factor: the rule of `%q flag auto`, row by row. */
export function flags(loadings, rule) {
  const met = (value, limit) => (rule.at_least ? value >= limit : value > limit);
  const brought = (value) => (rule.kade ? rounded(value, 4) : value);
  return loadings.map((row) => {
    const squares = row.map((l) => brought(l) ** 2);
    return row.map((l, factor) => {
      const significant = met(brought(Math.abs(l)), rule.threshold);
      if (rule.majority === "ignored") return significant;
      const others = squares.reduce((sum, square, other) => (other === factor ? sum : sum + square), 0);
      const communality = squares[factor] + others;
      const share = (part) => (rule.kade ? rounded(part / communality, 5) : part);
      const majority = communality > 0 && met(share(squares[factor]), share(others));
      return rule.majority === "alone" ? majority : significant && majority;
    });
  });
}

/** Σl² in percent of the sorts. */
export function variance(loadings, factor) {
  return (100 * loadings.reduce((sum, row) => sum + row[factor] ** 2, 0)) / Math.max(loadings.length, 1);
}

/** What a sort is to the two factors shown. */
export function standing(row, a, b) {
  if (row[a] && row[b]) return "both";
  if (row[a]) return "first";
  if (row[b]) return "second";
  return row.some(Boolean) ? "other" : "none";
}

const SVG = "http://www.w3.org/2000/svg";
const SIDE = 520;
const EDGE = 34;
const REACH = 1.05;
const SHAPES = {
  first: "M-5.5,0a5.5,5.5 0 1,0 11,0a5.5,5.5 0 1,0 -11,0Z",
  second: "M-5,-5H5V5H-5Z",
  both: "M0,-7.5L7.5,0L0,7.5L-7.5,0Z",
  other: "M0,-4.5L4,3.2H-4Z",
  none: "M-3,0a3,3 0 1,0 6,0a3,3 0 1,0 -6,0Z",
};
const place = (l) => EDGE + ((Math.max(-REACH, Math.min(REACH, l)) + REACH) / (2 * REACH)) * SIDE;
const shown = (value, decimals = 1) => value.toFixed(decimals).replace("-", "\u2212");

function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function draw(parent, name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent.append(element);
  return element;
}

/** The angle nearest to 0 that turns as far: −180…180, in tenths. */
export function tidy(degrees) {
  let d = ((degrees % 360) + 360) % 360;
  if (d > 180) d -= 360;
  return Math.round(d * 10) / 10 || 0;
}

class Board {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.degrees = 0;
    this.build();
    this.restart();
    const follow = { "change:loadings": () => this.restart(), "change:trouble": () => this.tellTrouble(), "change:taken": () => this.list() };
    for (const [event, react] of Object.entries(follow)) model.on(event, react);
    this.stop = () => Object.entries(follow).forEach(([event, react]) => model.off(event, react));
  }

  get(name) {
    return this.model.get(name);
  }

  build() {
    this.root.classList.add("qx-turn");
    // JupyterLab would take the arrow keys for its own.
    this.root.setAttribute("data-lm-suppress-shortcuts", "true");
    this.plot = document.createElementNS(SVG, "svg");
    const size = SIDE + 2 * EDGE;
    for (const [key, value] of Object.entries({
      viewBox: `0 0 ${size} ${size}`, tabindex: 0, role: "slider", "aria-label": "Angle of the turn in degrees", "aria-valuemin": -180, "aria-valuemax": 180,
    })) this.plot.setAttribute(key, value);
    this.first = make("select", { "aria-label": "Factor across" });
    this.second = make("select", { "aria-label": "Factor upwards" });
    for (const select of [this.first, this.second]) {
      this.get("labels").forEach((label, at) => select.append(new Option(label, at)));
      select.addEventListener("change", () => this.choose());
    }
    this.angle = make("input", { type: "number", step: "0.1", min: "-180", max: "180", "aria-label": "Angle in degrees, clockwise" });
    this.angle.addEventListener("input", () => this.turn(Number(this.angle.value), true));
    this.angle.addEventListener("keydown", (event) => event.key === "Enter" && this.take());
    this.accept = make("button", { type: "button", class: "qx-accept" }, "Take this angle");
    this.accept.addEventListener("click", () => this.take());
    this.back = make("button", { type: "button" }, "Back to 0");
    this.back.addEventListener("click", () => this.turn(0));
    this.figures = make("table");
    this.changes = make("p", { class: "qx-changes" });
    this.trouble = make("p", { class: "qx-trouble", role: "alert" });
    this.said = make("p", { class: "qx-said", role: "status", "aria-live": "polite" });
    this.lines = make("ol");
    const pair = make("p", {}, this.first, " and ", this.second);
    const angle = make("p", {}, this.angle, " ° clockwise");
    const hint = make("p", { class: "qx-hint" }, "Drag the plot, or use its arrow keys (1°, with Shift 5°, with Alt 0.1°). Enter takes the angle.");
    const panel = make("div", { class: "qx-panel" }, pair, angle, make("p", {}, this.accept, " ", this.back), this.figures, this.changes, this.legend(), hint,
      this.trouble, this.said, this.lines);
    this.root.append(make("div", { class: "qx-plot" }, this.plot), panel);
    this.plot.addEventListener("pointerdown", (event) => this.grasp(event));
    this.plot.addEventListener("keydown", (event) => this.key(event));
  }

  legend() {
    const words = { first: "", second: "", both: "defines both", other: "defines another factor", none: "defines none" };
    const list = make("ul", { class: "qx-legend" });
    this.legendWords = {};
    for (const kind of Object.keys(words)) {
      const item = make("li");
      const sign = document.createElementNS(SVG, "svg");
      sign.setAttribute("viewBox", "-9 -9 18 18");
      sign.setAttribute("aria-hidden", "true");
      draw(sign, "path", { d: SHAPES[kind], class: `qx-${kind}` });
      this.legendWords[kind] = make("span", {}, words[kind]);
      item.append(sign, this.legendWords[kind]);
      list.append(item);
    }
    return list;
  }

  /** The loadings are others, or the plane is: draw all anew, at angle 0. */
  restart() {
    this.loadings = this.get("loadings");
    this.rule = this.get("rule");
    [this.a, this.b] = [this.get("a"), this.get("b")];
    this.first.value = this.a;
    this.second.value = this.b;
    for (const [select, other] of [[this.first, this.b], [this.second, this.a]])
      for (const option of select.options) option.disabled = Number(option.value) === other;
    this.before = flags(this.loadings, this.rule);
    const labels = this.get("labels");
    this.legendWords.first.textContent = `defines ${labels[this.a]}`;
    this.legendWords.second.textContent = `defines ${labels[this.b]}`;
    this.axes();
    this.sorts = this.get("ids").map((id) => {
      const group = draw(this.plot, "g", {});
      const shape = draw(group, "path", {});
      draw(group, "title", {}).textContent = id;
      const label = draw(group, "text", { x: 8, y: 4 });
      label.textContent = id;
      return { group, shape };
    });
    this.turn(0);
    this.list();
    this.tellTrouble();
  }

  axes() {
    this.plot.replaceChildren();
    const labels = this.get("labels");
    const [low, high, zero] = [place(-REACH), place(REACH), place(0)];
    draw(this.plot, "rect", { x: low, y: low, width: high - low, height: high - low, class: "qx-ground" });
    for (const tick of [-1, -0.5, 0.5, 1]) {
      draw(this.plot, "text", { x: place(tick), y: high + 14, class: "qx-tick", "text-anchor": "middle" }).textContent = shown(tick);
      draw(this.plot, "text", { x: low - 5, y: place(-tick) + 4, class: "qx-tick", "text-anchor": "end" }).textContent = shown(tick);
    }
    for (const limit of [-this.rule.threshold, this.rule.threshold]) {
      draw(this.plot, "line", { x1: place(limit), x2: place(limit), y1: low, y2: high, class: "qx-limit" });
      draw(this.plot, "line", { x1: low, x2: high, y1: place(limit), y2: place(limit), class: "qx-limit" });
    }
    draw(this.plot, "line", { x1: low, x2: high, y1: zero, y2: zero, class: "qx-axis" });
    draw(this.plot, "line", { x1: zero, x2: zero, y1: low, y2: high, class: "qx-axis" });
    draw(this.plot, "text", { x: high, y: high + 30, class: "qx-name", "text-anchor": "end" }).textContent = labels[this.a];
    draw(this.plot, "text", { x: low, y: low - 10, class: "qx-name" }).textContent = labels[this.b];
  }

  turn(degrees, typed = false) {
    if (!Number.isFinite(degrees)) return;
    this.degrees = tidy(degrees);
    if (!typed) this.angle.value = String(this.degrees);
    this.pending ??= requestAnimationFrame(() => {
      this.pending = undefined;
      this.show();
    });
  }

  show() {
    const after = turned(this.loadings, this.a, this.b, this.degrees);
    const now = flags(after, this.rule);
    this.sorts.forEach(({ group, shape }, at) => {
      const kind = standing(now[at], this.a, this.b);
      group.setAttribute("transform", `translate(${place(after[at][this.a])},${place(-after[at][this.b])})`);
      if (shape.dataset.kind !== kind) {
        shape.dataset.kind = kind;
        shape.setAttribute("class", `qx-${kind}`);
        shape.setAttribute("d", SHAPES[kind]);
      }
    });
    this.tell(after, now);
  }

  tell(after, now) {
    const labels = this.get("labels");
    const count = (all, factor) => all.filter((row) => row[factor]).length;
    const head = make("tr", {}, make("th"), make("th", { scope: "col" }, "defining sorts"), make("th", { scope: "col" }, "% of variance"));
    const rows = [this.a, this.b].map((f) => {
      const sorts = `${count(now, f)} (${count(this.before, f)})`;
      const share = `${shown(variance(after, f))} (${shown(variance(this.loadings, f))})`;
      return make("tr", {}, make("th", { scope: "row" }, labels[f]), make("td", {}, sorts), make("td", {}, share));
    });
    this.figures.replaceChildren(make("caption", {}, "now (before the turn)"), head, ...rows);
    const ids = this.get("ids");
    const which = (f, then, nowIs) => ids.filter((_, at) => this.before[at][f] === then && now[at][f] === nowIs);
    const parts = [this.a, this.b].flatMap((f) => {
      const [gained, lost] = [which(f, false, true), which(f, true, false)];
      return [gained.length && `${labels[f]} gains ${gained.join(", ")}`, lost.length && `${labels[f]} loses ${lost.join(", ")}`];
    });
    this.changes.textContent = parts.filter(Boolean).join("; ");
    this.plot.setAttribute("aria-valuenow", this.degrees);
    const words = [this.a, this.b].map((f) => `${labels[f]} ${count(now, f)} defining sorts, ${shown(variance(after, f))} %`);
    this.plot.setAttribute("aria-valuetext", `${shown(this.degrees)} degrees: ${words.join("; ")}`);
    this.accept.disabled = this.degrees === 0;
  }

  grasp(event) {
    if (event.button) return;
    event.preventDefault();
    this.plot.focus();
    this.plot.setPointerCapture(event.pointerId);
    const polar = ({ clientX, clientY }) => {
      const box = this.plot.getBoundingClientRect();
      return (Math.atan2(clientY - box.top - box.height / 2, clientX - box.left - box.width / 2) * 180) / Math.PI;
    };
    const [start, from] = [polar(event), this.degrees];
    // Downwards on the page is clockwise from the right, as a turn of the loadings is.
    const move = (moved) => this.turn(from + polar(moved) - start);
    const end = () => {
      this.plot.removeEventListener("pointermove", move);
      this.plot.removeEventListener("pointerup", end);
      this.plot.removeEventListener("pointercancel", end);
    };
    this.plot.addEventListener("pointermove", move);
    this.plot.addEventListener("pointerup", end);
    this.plot.addEventListener("pointercancel", end);
  }

  key(event) {
    const step = event.shiftKey ? 5 : event.altKey ? 0.1 : 1;
    const to = {
      ArrowRight: this.degrees + step, ArrowUp: this.degrees + step, ArrowLeft: this.degrees - step, ArrowDown: this.degrees - step,
      PageUp: this.degrees + 15, PageDown: this.degrees - 15, Home: 0,
    }[event.key];
    if (to !== undefined) this.turn(to);
    else if (event.key === "Enter") this.take();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  choose() {
    this.model.set("a", Number(this.first.value));
    this.model.set("b", Number(this.second.value));
    this.model.save_changes();
    this.restart();
  }

  take() {
    if (this.degrees === 0) return;
    this.said.textContent = "Turning …";
    this.model.send({ kind: "take", a: this.a, b: this.b, degrees: this.degrees });
  }

  list() {
    const taken = this.get("taken");
    this.lines.replaceChildren(...taken.map((line) => make("li", {}, make("code", {}, line))));
    this.said.textContent = taken.length ? `Taken: ${taken[taken.length - 1]}` : "";
  }

  tellTrouble() {
    this.trouble.textContent = this.get("trouble") ?? "";
    if (this.get("trouble")) this.said.textContent = "";
  }
}

function render({ model, el }) {
  const board = new Board(model, el);
  return () => board.stop();
}

export default { render };
