// The board in the page. The kernel holds all state: each step is sent to it, and shown once it has been stored. Texts enter the page as
// text alone. No framework, no build, nothing fetched.

const RESEND_MS = 5000;
const TYPING_MS = 900;
const DRAG_PX = 6;
// Columns stand under one another where they have less room than this.
const NARROW_PX = 740;
const RIGHT_TO_LEFT = /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b/;
const PILES = ["disagree", "neutral", "agree"];
const PILE_SIGNS = { disagree: "−", neutral: "○", agree: "+" };

function render({ model, el }) {
  const board = new Board(model, el);
  return () => board.end();
}

export default { render };

/** An element; properties that begin with "on" are listeners, children that are no elements become text. */
function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

function direction(language) {
  return RIGHT_TO_LEFT.test(language) ? "rtl" : "ltr";
}

/** The first of the reader's own languages that the study has; a dialect stands for its language. */
function preferred(languages) {
  const first = (language) => language.toLowerCase().split("-")[0];
  for (const wanted of navigator.languages ?? []) {
    const exact = languages.find((language) => language.toLowerCase() === wanted.toLowerCase());
    const found = exact ?? languages.find((language) => first(language) === first(wanted));
    if (found) return found;
  }
  return languages[0];
}

function signed(value) {
  if (value > 0) return `+${value}`;
  return value < 0 ? `−${-value}` : "0";
}

class Board {
  constructor(model, el) {
    this.model = model;
    this.own = model.get("study");
    this.languages = [this.own.language, ...this.own.translations.map((other) => other.language)];
    this.view = model.get("view");
    // What only this page knows.
    this.shown = null;
    this.preferred = preferred(this.languages);
    this.forget();
    this.card = null;
    this.chosen = new Set();
    this.held = null;
    this.sent = 0;
    this.name = Math.random().toString(36).slice(2);
    this.waiting = new Map();
    this.turn = Promise.resolve();
    this.typing = new Map();

    this.alert = h("p", { class: "qx-alert", role: "alert", dir: "auto" });
    this.status = h("p", { class: "qx-unseen", role: "status", "aria-live": "polite" });
    this.page = h("div", { class: "qx-page" });
    this.root = h(
      "section",
      {
        class: "qx-board",
        // Keys on the board are no commands of the notebook around it.
        "data-lm-suppress-shortcuts": "true",
      },
      this.page,
      this.alert,
      this.status,
    );
    el.append(this.root);

    this.isNarrow = false;
    this.room = new ResizeObserver(([entry]) => {
      const isNarrow = entry.contentRect.width > 0 && entry.contentRect.width < NARROW_PX;
      if (isNarrow === this.isNarrow) return;
      this.isNarrow = isNarrow;
      this.root.classList.toggle("qx-narrow", isNarrow);
      this.show();
    });
    this.room.observe(this.root);

    this.heard = (message) => this.answered(message);
    this.changed = () => {
      if (this.waiting.size === 0) this.show();
    };
    model.on("msg:custom", this.heard);
    model.on("change:view", this.changed);
    this.show();
  }

  end() {
    this.room.disconnect();
    this.model.off("msg:custom", this.heard);
    this.model.off("change:view", this.changed);
    for (const { timer } of this.waiting.values()) clearInterval(timer);
    for (const { timer } of this.typing.values()) clearTimeout(timer);
  }

  /** What somebody has entered on the first page is nobody else's. */
  forget() {
    this.agreed = false;
    this.given = null;
  }

  /** Takes the texts of a language; those that it leaves open are the study's own. */
  speak(language) {
    const other = this.own.translations.find((other) => other.language === language);
    this.study = { ...this.own, ...other };
    this.texts = new Map(this.study.statements.map((card) => [card.number, card.text]));
    this.images = new Map(this.own.statements.map((card) => [card.number, card.image]));
    for (const card of other?.statements ?? []) if (card.image) this.images.set(card.number, card.image);
    this.root.lang = this.study.language;
    this.root.dir = direction(this.study.language);
    this.root.setAttribute("aria-label", this.study.name);
  }

  /** What the kernel refuses, in the language of the page. */
  phrase({ key, question, expected, value, ...values }) {
    if (question !== undefined) values.question = this.study.questions.find((one) => one.id === question)?.text ?? question;
    if (expected !== undefined) values.expected = this.phrase(expected);
    if (value !== undefined) values.value = signed(value);
    return this.words(key, values);
  }

  words(key, values = {}) {
    const text = this.study.words[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  // To the kernel and back

  /** Sends an order when its turn has come; true once it is stored and shown. The same order is sent again until it is answered. */
  send(order) {
    const sent = this.turn.then(
      () =>
        new Promise((resolve) => {
          const n = `${this.name}-${(this.sent += 1)}`;
          const message = { n, ...order() };
          const timer = setInterval(() => {
            this.say(this.words("waiting"));
            this.model.send(message);
          }, RESEND_MS);
          this.waiting.set(n, { timer, resolve });
          this.root.setAttribute("aria-busy", "true");
          this.model.send(message);
        }),
    );
    this.turn = sent.catch(() => false);
    return sent;
  }

  act(action) {
    return this.send(() => ({ act: { steps: this.view.steps, action } }));
  }

  answered(message) {
    const waiting = this.waiting.get(message?.n);
    if (!waiting) return;
    clearInterval(waiting.timer);
    this.waiting.delete(message.n);
    this.root.removeAttribute("aria-busy");
    this.show();
    this.say(message.phrase ? this.phrase(message.phrase) : (message.refused ?? ""));
    waiting.resolve(!message.refused);
  }

  /** Something the respondent should see. */
  say(text) {
    if (this.alert.textContent !== text) this.alert.textContent = text;
  }

  /** Something for those who hear the page. */
  tell(text) {
    this.status.textContent = text;
  }

  // Pages

  show() {
    this.view = this.model.get("view");
    const { page, code } = this.view;
    const place = `${code} ${page}`;
    const isNew = this.shown !== place;
    // Before anybody has begun the kernel knows of no choice; whoever comes next goes on from the last one's.
    this.preferred = this.view.language ?? this.preferred;
    const isOther = this.study?.language !== this.preferred;
    if (isOther) this.speak(this.preferred);
    // Fields are not built anew under the hands of who types in them.
    if (!isNew && !isOther && (page === "questions" || page === "reasons")) return;
    const had = this.focused();
    if (isNew) {
      if (code) this.forget();
      this.card = null;
      this.held = null;
      this.chosen.clear();
    }
    const isFirst = this.shown === null;
    this.shown = place;
    this.page.replaceChildren(this.head(), ...this[`${page}Page`](), this.foot());
    if (isNew && !isFirst) {
      this.page.querySelector("h3").focus({ preventScroll: true });
      this.root.scrollIntoView({ block: "nearest" });
    } else if (had !== null) {
      this.focus(had);
    }
  }

  focused() {
    const active = this.root.getRootNode().activeElement;
    return active && this.page.contains(active) ? (active.dataset.key ?? "") : null;
  }

  focus(key) {
    const keyed = [...this.page.querySelectorAll("[data-key]")];
    const found = keyed.find((element) => element.dataset.key === key && !element.disabled);
    (found ?? this.page.querySelector("h3")).focus({ preventScroll: !found });
  }

  head() {
    const { page, pages } = this.view;
    const n = pages.indexOf(page) + 1;
    const step = this.words("step", { n, of: pages.length });
    return h(
      "header",
      {},
      this.switch(),
      h("p", { class: "qx-name" }, h("b", { dir: "auto" }, this.study.name), h("span", {}, step)),
      h("progress", { max: pages.length, value: n, "aria-label": step }),
      h("h3", { tabindex: "-1" }, this.words(`title-${page}`)),
    );
  }

  /** The languages to choose among, each by its own name; none at the end, where nothing of the sort changes any more. */
  switch() {
    if (this.languages.length < 2 || this.view.page === "end") return null;
    const choose = (language) => async () => {
      if (language === this.study.language) return;
      if (this.view.code) {
        await this.typed();
        await this.act({ do: "language", language });
      } else {
        this.preferred = language;
        this.say("");
        this.show();
      }
    };
    const buttons = this.languages.map((language) =>
      h(
        "button",
        {
          type: "button",
          lang: language,
          dir: direction(language),
          "data-key": `language-${language}`,
          "aria-pressed": String(language === this.study.language),
          onclick: choose(language),
        },
        new Intl.DisplayNames([language], { type: "language" }).of(language),
      ),
    );
    return h("div", { class: "qx-languages", role: "group", "aria-label": this.words("languages") }, buttons);
  }

  foot() {
    const { code, page } = this.view;
    if (!code) return "";
    const sure = h("p", { class: "qx-sure", hidden: true }, this.words("withdraw-sure"), " ");
    const ask = this.button("withdraw", {}, () => {
      sure.hidden = false;
      sure.querySelector("button").focus();
    });
    const keep = () => {
      sure.hidden = true;
      ask.focus();
    };
    sure.append(
      this.button("withdraw-no", {}, keep),
      " ",
      this.button("withdraw-yes", {}, async () => {
        if (await this.send(() => ({ withdraw: null }))) this.say(this.words("deleted"));
      }),
    );
    const leave = this.button("leave", {}, async () => {
      await this.typed();
      if (await this.send(() => ({ leave: null }))) this.say(this.words("left", { code }));
    });
    return h(
      "footer",
      {},
      h("p", {}, this.words("code-note", { code })),
      h("p", { class: "qx-leave" }, page === "end" ? null : leave, ask),
      sure,
    );
  }

  button(key, properties, press) {
    return h("button", { type: "button", "data-key": key, ...properties, onclick: press }, this.words(key));
  }

  /** What stands on a card: its words, or its picture. */
  face(card) {
    const image = this.images.get(card);
    const text = this.texts.get(card);
    return image ? h("img", { src: image, alt: text, draggable: "false" }) : text;
  }

  paragraphs(texts) {
    return texts.map((text) => h("p", { dir: "auto" }, text));
  }

  condition() {
    return h("p", { class: "qx-condition", dir: "auto" }, this.study.condition);
  }

  /** Back and on. */
  ways(next, back = true) {
    const go = (action) => async () => {
      await this.typed();
      await this.act(action);
    };
    return h(
      "p",
      { class: "qx-ways" },
      back ? this.button("back", {}, go({ do: "back" })) : null,
      next ? this.button(next, { class: "qx-main" }, go({ do: "next" })) : null,
    );
  }

  consentPage() {
    const note = () => {
      this.agreed = agree.checked;
    };
    const agree = h("input", { type: "checkbox", "data-key": "consent-agree", checked: this.agreed, onchange: note });
    const begin = async () => {
      if (!agree.checked) {
        this.say(this.words("consent-needed"));
        agree.focus();
        return;
      }
      if (admission === "listed" && !listed.value.trim()) {
        this.say(this.words("say-code-needed"));
        listed.focus();
        return;
      }
      await this.send(() => ({ begin: { language: this.study.language, code: listed.value } }));
    };
    const { admission } = this.own;
    const keep = () => {
      this.given = listed.value;
    };
    const listed = h("input", { type: "text", autocomplete: "off", spellcheck: "false", size: "20", "data-key": "listed-code", oninput: keep });
    listed.value = this.given ?? this.view.offered ?? "";
    const label = this.words(admission === "listed" ? "listed-code" : "listed-code-open");
    const code = h("input", { type: "text", autocomplete: "off", spellcheck: "false", size: "12", "data-key": "resume-code" });
    const resume = async (event) => {
      event.preventDefault();
      await this.send(() => ({ resume: code.value }));
    };
    return [
      ...this.paragraphs(this.study.pages.welcome),
      ...this.paragraphs(this.study.pages.consent),
      h("p", {}, h("label", { class: "qx-choice" }, agree, h("span", {}, this.words("consent-agree")))),
      admission === "anyone" ? null : h("p", { class: "qx-field" }, h("label", {}, h("span", {}, label), listed)),
      h("p", { class: "qx-ways" }, this.button("begin", { class: "qx-main" }, begin)),
      h(
        "form",
        { class: "qx-resume", onsubmit: resume },
        h("h4", {}, this.words("resume-title")),
        h("label", {}, this.words("resume-code"), " ", code),
        " ",
        h("button", { type: "submit", "data-key": "resume" }, this.words("resume")),
      ),
    ];
  }

  questionsPage() {
    return [...this.study.questions.map((question) => this.question(question)), this.ways("next", false)];
  }

  question(question) {
    const given = this.view.answers[question.id] ?? [];
    const answer = (value) => this.act({ do: "answer", question: question.id, value });
    const mark = question.optional ? ` (${this.words("optional")})` : "";
    const name = `${this.name}-${question.id}`;
    const title = h("span", { dir: "auto" }, question.text + mark);
    // What is stored are the study's own choices, whatever language they are read in.
    const choices = (type, options, label) =>
      options.map((option, i) => {
        const input = h("input", { type, name, value: option, checked: given.includes(option) });
        return h("label", { class: "qx-choice" }, input, h("span", { dir: "auto" }, label(option, i)));
      });
    const stored = this.own.questions.find((own) => own.id === question.id).kind.options;
    const worded = (option, i) => question.kind.options[i];
    const chosen = (event) => {
      const boxes = event.currentTarget.querySelectorAll("input:checked");
      answer([...boxes].map((box) => box.value));
    };
    const field = (element) => {
      element.value = given[0] ?? "";
      this.types(element, question.id, (text) => answer(text.trim() ? [text] : []));
      return h("p", { class: "qx-field" }, h("label", {}, title, element));
    };
    switch (question.kind.kind) {
      case "one-of":
        return h("fieldset", { onchange: chosen }, h("legend", {}, title), choices("radio", stored, worded));
      case "any-of":
        return h("fieldset", { onchange: chosen }, h("legend", {}, title), choices("checkbox", stored, worded));
      case "rating": {
        const { from, to, low, high } = question.kind;
        const steps = Array.from({ length: to - from + 1 }, (_, i) => String(from + i));
        const ends = { [from]: low, [to]: high };
        const label = (step) => (ends[step] ? `${step} ${ends[step]}` : step);
        return h("fieldset", { onchange: chosen, class: "qx-rating" }, h("legend", {}, title), choices("radio", steps, label));
      }
      case "number":
        return field(h("input", { type: "text", inputmode: "decimal", size: "8", autocomplete: "off" }));
      default:
        return field(h("textarea", { rows: "3" }));
    }
  }

  /** Has what is typed stored when typing rests, and when the field is left. */
  types(element, key, store) {
    const put = () => {
      const waits = this.typing.get(key);
      if (!waits) return undefined;
      clearTimeout(waits.timer);
      this.typing.delete(key);
      return store(element.value);
    };
    element.addEventListener("input", () => {
      clearTimeout(this.typing.get(key)?.timer);
      this.typing.set(key, { timer: setTimeout(put, TYPING_MS), put });
    });
    element.addEventListener("change", put);
  }

  /** Once everything typed is stored. */
  async typed() {
    for (const { put } of [...this.typing.values()]) await put();
  }

  pilesPage() {
    const { order, piles } = this.view;
    const open = order.filter((card) => !(card in piles));
    if (this.card === null && open.length > 0) this.card = open[0];
    const intro = [this.condition(), h("p", {}, this.words("piles-help"))];
    if (this.card === null) {
      return [
        this.condition(),
        h("p", {}, this.words("piles-done")),
        this.ways("next", this.study.questions.length > 0),
        this.pileLists(),
      ];
    }
    const at = order.indexOf(this.card);
    const turn = (step) => () => {
      this.card = order[at + step];
      this.show();
      this.hearCard();
    };
    const place = this.words("statement-of", { n: at + 1, of: order.length });
    const buttons = PILES.map((pile) => {
      const properties = { "aria-pressed": String(piles[this.card] === pile), class: "qx-pile", "data-pile": pile };
      const button = this.button(pile, properties, () => this.pile(pile));
      button.prepend(h("span", { "aria-hidden": "true" }, PILE_SIGNS[pile]));
      return button;
    });
    return [
      ...intro,
      h(
        "div",
        { class: "qx-sorting", onkeydown: (event) => this.pileKey(event) },
        h("p", { class: "qx-place" }, place),
        h("blockquote", { class: "qx-statement", dir: "auto" }, this.face(this.card)),
        h("div", { class: "qx-piles", role: "group", "aria-label": place }, buttons),
        h(
          "p",
          { class: "qx-ways" },
          at > 0 ? this.button("previous", {}, turn(-1)) : null,
          at + 1 < order.length && this.card in piles ? this.button("following", {}, turn(1)) : null,
        ),
      ),
      h("p", { class: "qx-keys" }, this.words("piles-keys")),
      this.pileLists(),
      this.ways(null, this.study.questions.length > 0),
    ];
  }

  async pile(pile) {
    const card = this.card;
    const { order } = this.view;
    if (this.busy) return;
    this.busy = true;
    const stored = await this.act({ do: "pile", statement: card, pile });
    this.busy = false;
    if (!stored) return;
    const open = order.filter((other) => !(other in this.view.piles));
    const later = open.find((other) => order.indexOf(other) > order.indexOf(card));
    this.card = later ?? open[0] ?? null;
    const wasIn = this.focused() !== null;
    this.show();
    if (this.card === null && wasIn) this.focus("next");
    this.hearCard();
  }

  hearCard() {
    this.tell(this.card === null ? this.words("piles-done") : this.texts.get(this.card));
  }

  pileKey(event) {
    const isRtl = this.root.dir === "rtl";
    const piles = { ArrowLeft: isRtl ? "agree" : "disagree", ArrowDown: "neutral", ArrowRight: isRtl ? "disagree" : "agree" };
    const pile = piles[event.key];
    if (!pile || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.focus(pile);
    this.pile(pile);
  }

  /** What is on the piles, to be looked at again. */
  pileLists() {
    const { order, piles } = this.view;
    const list = (pile) => {
      const cards = order.filter((card) => piles[card] === pile);
      const look = (card) => () => {
        this.card = card;
        this.show();
        this.focus(pile);
        this.hearCard();
      };
      const items = cards.map((card) => h("li", {}, h("button", { type: "button", class: "qx-text", dir: "auto", onclick: look(card) }, this.face(card))));
      const sum = this.words("pile-holds", { pile: this.words(pile), n: cards.length });
      return h("details", {}, h("summary", {}, sum), h("ul", {}, items));
    };
    return h("div", { class: "qx-lists" }, PILES.map(list));
  }

  pickPage() {
    const { round } = this.view;
    const { pile, take, value, candidates } = round;
    this.chosen = new Set([...this.chosen].filter((card) => candidates.includes(card)));
    const count = () => this.words("pick-count", { chosen: this.chosen.size, take, n: candidates.length });
    const counted = h("p", { class: "qx-count" }, count());
    const choose = (card, option) => {
      if (!this.chosen.has(card) && this.chosen.size === take) {
        this.say(this.words("pick-full", { take }));
        return;
      }
      this.say("");
      if (!this.chosen.delete(card)) this.chosen.add(card);
      option.setAttribute("aria-selected", String(this.chosen.has(card)));
      counted.textContent = count();
      this.tell(count());
    };
    const options = candidates.map((card, i) => {
      const option = h(
        "li",
        {
          role: "option",
          class: "qx-card",
          dir: "auto",
          tabindex: i === 0 ? "0" : "-1",
          "aria-selected": String(this.chosen.has(card)),
          "data-key": `card-${i}`,
          "data-card": card,
          onclick: () => choose(card, option),
          onkeydown: (event) => {
            if (event.key !== " " && event.key !== "Enter") return;
            event.preventDefault();
            choose(card, option);
          },
        },
        this.face(card),
      );
      return option;
    });
    const question = this.words(`pick-${pile}-${take}`);
    const list = h("ul", { role: "listbox", "aria-multiselectable": "true", "aria-label": question, class: "qx-options" }, options);
    roving(list, () => [options]);
    const confirm = async () => {
      if (this.chosen.size < take) {
        this.say(this.words("pick-more", { n: take - this.chosen.size }));
        return;
      }
      const statements = [...this.chosen];
      this.chosen.clear();
      if (!(await this.act({ do: "pick", statements }))) return;
      const next = this.view.round;
      if (!next) return;
      this.focus("card-0");
      this.tell(this.words(`pick-${next.pile}-${next.take}`));
    };
    const put = h("button", { type: "button", class: "qx-main", "data-key": "pick-confirm", onclick: confirm }, this.words("pick-confirm", { value: signed(value) }));
    return [
      this.condition(),
      h("p", { class: "qx-question" }, question),
      list,
      h("div", { class: "qx-bar" }, counted, h("p", { class: "qx-ways" }, this.button("back", {}, () => this.act({ do: "back" })), put)),
      h("h4", {}, this.words("grid")),
      this.grid(false),
    ];
  }

  dragPage() {
    return [this.condition(), h("p", {}, this.words("drag-help")), this.heldNote(), this.grid(true, true), this.ways("next")];
  }

  reviewPage() {
    return [this.condition(), h("p", {}, this.words("review-help")), this.heldNote(), this.grid(true), this.ways("next")];
  }

  heldNote() {
    const held = this.held;
    const note = held === null ? "" : this.words("held", { text: this.texts.get(held) });
    const out = () => this.move({ do: "place", statement: held, value: null });
    const canLeave = held !== null && this.view.page === "drag" && held in this.view.placed;
    return h("p", { class: "qx-held", dir: "auto" }, note, canLeave ? [" ", this.button("take-out", {}, out)] : null);
  }

  /** The grid; with `live` its cards can be chosen, and with `pool` those outside of it too. */
  grid(live, pool = false) {
    const { order, placed, round } = this.view;
    const { grid, forced } = this.study;
    const lists = [];
    const left = order.filter((card) => !(card in placed));
    const cardsOf = (cards, put) => {
      const items = cards.map((card) => (live ? this.liveCard(card) : h("span", { class: "qx-card", dir: "auto" }, this.face(card))));
      if (put) items.push(put);
      if (this.isNarrow) lists[0] = [...(lists[0] ?? []), ...items];
      else lists.push(items);
      return h("ul", {}, items.map((item) => h("li", {}, item)));
    };
    const outside = pool && left.length > 0
      ? h("div", { class: "qx-pool", role: "group", "aria-label": this.words("drag-left", { n: left.length }) }, h("p", {}, this.words("drag-left", { n: left.length })), cardsOf(left))
      : null;
    // Where they stand under one another, the highest comes first.
    const inOrder = this.isNarrow ? [...grid].reverse() : grid;
    const columns = inOrder.map((column) => {
      const cards = order.filter((card) => placed[card] === column.value);
      const isFull = forced && cards.length >= column.cards;
      const canTake = live && pool && this.held !== null && !isFull && placed[this.held] !== column.value;
      const put = canTake
        ? h("button", { type: "button", class: "qx-put", "data-key": `put-${column.value}`, "aria-label": `${this.words("put-here")} ${signed(column.value)}`, onclick: () => this.move({ do: "place", statement: this.held, value: column.value }) }, this.words("put-here"))
        : null;
      const values = { value: signed(column.value), n: cards.length, of: column.cards };
      const label = this.words(forced ? "column" : "column-free", values);
      const end = column === grid[0] ? this.words("least") : column === grid.at(-1) ? this.words("most") : "";
      const isDue = round?.value === column.value;
      return h(
        "div",
        { class: isDue ? "qx-column qx-due" : "qx-column", role: "group", "aria-label": end ? `${label}, ${end}` : label, "data-value": column.value },
        h("p", { class: "qx-value" }, h("b", { dir: "ltr" }, signed(column.value)), h("small", { dir: "ltr" }, forced ? `${cards.length}/${column.cards}` : String(cards.length)), end ? h("small", { class: "qx-end" }, end) : null),
        cardsOf(cards, put),
      );
    });
    const whole = h("div", { class: "qx-grid" }, outside, h("div", { class: "qx-columns", style: `--qx-columns: ${grid.length}` }, columns));
    if (live) {
      roving(whole, () => lists);
      this.draggable(whole, pool);
    }
    return whole;
  }

  liveCard(card) {
    const press = () => {
      if (this.held === null) this.hold(card);
      else if (this.held === card) this.hold(null);
      else this.move({ do: "swap", first: this.held, second: card });
    };
    return h(
      "button",
      { type: "button", class: "qx-card", dir: "auto", "aria-pressed": String(this.held === card), "data-key": `at-${card}`, "data-card": card, onclick: press },
      this.face(card),
    );
  }

  hold(card) {
    this.held = card;
    this.show();
    this.tell(card === null ? "" : this.words("held", { text: this.texts.get(card) }));
  }

  async move(action) {
    const card = this.held ?? action.statement ?? action.first;
    this.held = null;
    const had = this.focused() !== null;
    const stored = await this.act(action);
    if (!stored || !had) return;
    const { order, placed } = this.view;
    const left = order.find((other) => !(other in placed));
    const isFilling = this.view.page === "drag" && action.do === "place" && left !== undefined;
    this.focus(`at-${isFilling ? left : card}`);
    const column = this.study.grid.find((one) => one.value === placed[card]);
    const n = order.filter((other) => placed[other] === column?.value).length;
    if (column) this.tell(this.words(this.study.forced ? "column" : "column-free", { value: signed(column.value), n, of: column.cards }));
  }

  /** Cards follow the mouse or the pen; a finger scrolls the page, and taps cards instead. */
  draggable(grid, pool) {
    grid.addEventListener("pointerdown", (down) => {
      const card = down.target.closest?.("[data-card]");
      if (!card || down.button !== 0 || down.pointerType === "touch") return;
      let ghost = null;
      const move = (event) => {
        const far = Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY);
        if (!ghost && far < DRAG_PX) return;
        if (!ghost) {
          ghost = card.cloneNode(true);
          ghost.classList.add("qx-ghost");
          ghost.style.width = `${card.offsetWidth}px`;
          ghost.setAttribute("aria-hidden", "true");
          this.root.append(ghost);
        }
        event.preventDefault();
        const box = this.root.getBoundingClientRect();
        ghost.style.transform = `translate(${event.clientX - box.left}px, ${event.clientY - box.top}px)`;
      };
      const stop = (event) => {
        document.removeEventListener("pointermove", move);
        document.removeEventListener("pointerup", stop);
        document.removeEventListener("pointercancel", stop);
        if (!ghost) return;
        ghost.remove();
        // The click that follows belongs to the drag.
        const swallow = (click) => {
          click.stopPropagation();
          click.preventDefault();
        };
        grid.addEventListener("click", swallow, { capture: true, once: true });
        setTimeout(() => grid.removeEventListener("click", swallow, { capture: true }));
        if (event.type === "pointerup") this.drop(Number(card.dataset.card), this.root.getRootNode().elementFromPoint(event.clientX, event.clientY), pool);
      };
      document.addEventListener("pointermove", move);
      document.addEventListener("pointerup", stop);
      document.addEventListener("pointercancel", stop);
    });
  }

  drop(card, target, pool) {
    if (!target || !this.root.contains(target)) return;
    this.held = null;
    const { placed } = this.view;
    const onto = target.closest("[data-card]");
    const column = target.closest("[data-value]");
    const value = column && Number(column.dataset.value);
    const isFull = column && this.study.forced && Object.values(placed).filter((at) => at === value).length >= this.study.grid.find((one) => one.value === value).cards;
    const isElsewhere = column && placed[card] !== value;
    if (onto && Number(onto.dataset.card) !== card && (!pool || (isFull && isElsewhere))) {
      this.move({ do: "swap", first: card, second: Number(onto.dataset.card) });
    } else if (pool && isElsewhere) {
      this.move({ do: "place", statement: card, value });
    } else if (pool && target.closest(".qx-pool") && card in placed) {
      this.move({ do: "place", statement: card, value: null });
    }
  }

  reasonsPage() {
    const { extremes, placed, comments } = this.view;
    const texts = this.study.pages.reasons;
    const intro = texts.length > 0 ? this.paragraphs(texts) : [h("p", {}, this.words("reasons-help"))];
    const fields = extremes.map((card) => {
      const area = h("textarea", { rows: "3", dir: "auto" });
      area.value = comments[card] ?? "";
      this.types(area, `comment-${card}`, (text) => this.act({ do: "comment", statement: card, text }));
      return h("p", { class: "qx-field" }, h("label", {}, h("b", { dir: "ltr" }, `${signed(placed[card])} `), h("span", { dir: "auto" }, this.face(card)), area));
    });
    return [...intro, ...fields, this.ways("finish")];
  }

  endPage() {
    const { thanks } = this.study.pages;
    const another = this.button("another", {}, () => this.send(() => ({ leave: null })));
    return [...(thanks.length > 0 ? this.paragraphs(thanks) : [h("p", {}, this.words("thanks"))]), h("p", { class: "qx-ways" }, another)];
  }
}

/** One stop for Tab in lists of elements, and arrows between them: up and down in a list, left and right to the list beside. */
function roving(whole, lists) {
  const filled = () => lists().filter((list) => list.length > 0);
  const only = (element) => {
    for (const other of filled().flat()) other.tabIndex = other === element ? 0 : -1;
  };
  const first = filled()[0]?.[0];
  if (first) only(first);
  whole.addEventListener("focusin", (event) => {
    const within = filled().flat().find((element) => element === event.target);
    if (within) only(within);
  });
  whole.addEventListener("keydown", (event) => {
    const all = filled();
    const column = all.findIndex((list) => list.includes(event.target));
    if (column < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const row = all[column].indexOf(event.target);
    const isRtl = whole.closest("[dir=rtl].qx-board") !== null;
    const aside = { ArrowLeft: isRtl ? 1 : -1, ArrowRight: isRtl ? -1 : 1 }[event.key];
    const along = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    let next;
    if (along !== undefined) next = all[column][row + along];
    else if (aside !== undefined) {
      const beside = all[all.length > 1 ? column + aside : column];
      // Who holds a card goes from column to column to put it down.
      const put = beside?.find((element) => element.classList.contains("qx-put"));
      next = all.length > 1 ? (put ?? beside?.[Math.min(row, beside.length - 1)]) : beside[row + aside];
    } else if (event.key === "Home") next = all[column][0];
    else if (event.key === "End") next = all[column].at(-1);
    else return;
    event.preventDefault();
    next?.focus();
  });
}
