// The language of Quincunx notebooks for JupyterLab: Rust, with lines that start with %q, and cells that start with %%q, as magics.
// Without it notebooks work all the same, and the whole cell is coloured as Rust.
//
// JupyterLab loads this file as a federated container, `{ init(shared), get(module) }`. It needs no build: what it uses of JupyterLab is
// taken from the shared modules that `init` is handed.
(function () {
  "use strict";

  const NAME = "quincunx";
  let shared = null;

  /** The module `name` as JupyterLab itself uses it. */
  async function use(name) {
    const versions = Object.values((shared || {})[name] || {});
    const chosen = versions.find(version => version.loaded) || versions[0];
    if (!chosen) {
      throw new Error(`JupyterLab does not share ${name}`);
    }
    return (await chosen.get())();
  }

  async function extension() {
    const { IEditorLanguageRegistry } = await use("@jupyterlab/codemirror");
    return {
      id: "quincunx:magics",
      description: "Highlights the magics of Quincunx notebooks.",
      autoStart: true,
      requires: [IEditorLanguageRegistry],
      activate: (_app, languages) => {
        languages.addLanguage({
          name: NAME,
          displayName: "Quincunx",
          mime: "text/x-quincunx",
          extensions: [],
          load: async () => {
            const rust = await languages.getLanguage("rust");
            const modules = ["@codemirror/language", "@lezer/common", "@lezer/highlight"];
            const [language, common, highlight] = await Promise.all(modules.map(use));
            return quincunx(rust.support, language, common, highlight);
          },
        });
      },
    };
  }

  /** The language, on top of JupyterLab's own Rust. */
  function quincunx(rust, { defineLanguageFacet, Language, languageDataProp, LanguageSupport }, common, { styleTags, tags }) {
    const { NodeSet, NodeType, Parser, Tree } = common;
    const facet = defineLanguageFacet({ commentTokens: { line: "//" } });
    const kinds = { Cell: 0, Magic: 1, Body: 2, Sign: 3, Verb: 4, Option: 5, Number: 6, String: 7, Comment: 8 };
    const nodes = new NodeSet(
      Object.entries(kinds).map(([name, id]) => NodeType.define({
        id,
        name,
        top: name === "Cell",
        props: name === "Cell" ? [languageDataProp.add({ Cell: facet })] : [],
      })),
    ).extend(styleTags({
      Sign: tags.keyword,
      Verb: tags.keyword,
      Option: tags.attributeName,
      Number: tags.number,
      String: tags.string,
      Comment: tags.lineComment,
    }));
    const leaf = (kind, length) => new Tree(nodes.types[kinds[kind]], [], [], length);

    function magic(text) {
      const found = words(text);
      return new Tree(
        nodes.types[kinds.Magic],
        found.map(word => leaf(word.kind, word.to - word.from)),
        found.map(word => word.from),
        text.length,
      );
    }

    /** Parses a cell part by part, one at a call, as CodeMirror asks. */
    class Parse {
      constructor(input, to) {
        this.input = input;
        this.text = input.read(0, to);
        this.parts = parts(this.text);
        this.trees = [];
        this.places = [];
        this.inner = null;
        this.stoppedAt = null;
      }

      get parsedPos() {
        if (this.inner) {
          return this.inner.parsedPos;
        }
        return this.trees.length < this.parts.length ? this.parts[this.trees.length].from : this.text.length;
      }

      stopAt(position) {
        this.stoppedAt = position;
      }

      advance() {
        const part = this.parts[this.trees.length];
        const isStopped = this.stoppedAt !== null && this.parsedPos >= this.stoppedAt;
        if (!part || isStopped) {
          const length = part ? part.from : this.text.length;
          return new Tree(nodes.types[kinds.Cell], this.trees, this.places, length);
        }
        const tree = part.kind === "Rust" ? this.rust(part) : this.own(part);
        if (tree) {
          this.trees.push(tree);
          this.places.push(part.from);
          this.inner = null;
        }
        return null;
      }

      own(part) {
        const text = this.text.slice(part.from, part.to);
        return part.kind === "Magic" ? magic(text) : leaf("Body", text.length);
      }

      rust(part) {
        this.inner = this.inner || rust.language.parser.startParse(this.input, [], [{ from: part.from, to: part.to }]);
        return this.inner.advance();
      }
    }

    class MagicParser extends Parser {
      createParse(input, _fragments, ranges) {
        return new Parse(input, ranges[ranges.length - 1].to);
      }
    }

    return new LanguageSupport(new Language(facet, new MagicParser(), [], NAME), rust.support);
  }

  /** The parts of a cell in order, without gaps: `Magic` (a line), `Body` (all below a %%q) and `Rust`, each with its places. */
  function parts(text) {
    const whole = /^(?:[^\S\n]*(?:\/\/[^\n]*)?\n)*%%q(?=\s|$)[^\n]*/.exec(text);
    if (whole) {
      const sign = whole[0].lastIndexOf("\n") + 1;
      const above = sign ? [{ kind: "Rust", from: 0, to: sign }] : [];
      const below = whole[0].length < text.length ? [{ kind: "Body", from: whole[0].length, to: text.length }] : [];
      return [...above, { kind: "Magic", from: sign, to: whole[0].length }, ...below];
    }
    const found = [];
    let rust = 0;
    for (const { index, 0: line } of text.matchAll(/^%q(?=\s|$).*/gm)) {
      if (!isTopLevel(text.slice(rust, index))) {
        continue;
      }
      if (index > rust) {
        found.push({ kind: "Rust", from: rust, to: index });
      }
      rust = index + line.length;
      found.push({ kind: "Magic", from: index, to: rust });
    }
    if (rust < text.length) {
      found.push({ kind: "Rust", from: rust, to: text.length });
    }
    return found;
  }

  // A comment, a text or a character of Rust, or else one bracket. An alternative without its end runs to the end of the text.
  const RUST_TOKEN = /\/\/.*|\/\*|\bb?r(#*)"[^]*?(?:"\1|$)|"(?:\\[^]|[^"\\])*(?:"|$)|'(?:\\(?:u\{\w*\}|x\w\w|[^])|[^\\'])'|[[\]{}()]/g;

  /** Whether what follows this Rust stands outside of its brackets, texts and comments. */
  function isTopLevel(rust) {
    const tokens = new RegExp(RUST_TOKEN);
    let depth = 0;
    for (let token; (token = tokens.exec(rust));) {
      const [text] = token;
      if (text === "/*") {
        const end = endOfComment(rust, token.index);
        if (end === null) {
          return false;
        }
        tokens.lastIndex = end;
      } else if ("([{".includes(text)) {
        depth += 1;
      } else if (")]}".includes(text)) {
        depth -= 1;
      } else if (tokens.lastIndex === rust.length && !text.startsWith("/")) {
        // Ends with the last character, and so not before a line's end: the text is open.
        return false;
      }
    }
    return depth <= 0;
  }

  /** Where the comment that begins at `start`, with those nested in it, ends. */
  function endOfComment(rust, start) {
    const ends = /\/\*|\*\//g;
    ends.lastIndex = start;
    let depth = 0;
    for (let end; (end = ends.exec(rust));) {
      depth += end[0] === "/*" ? 1 : -1;
      if (depth === 0) {
        return ends.lastIndex;
      }
    }
    return null;
  }

  /** The words of a magic's line that have a colour. */
  function words(line) {
    const sign = /^%%?q/.exec(line)[0].length;
    const found = [{ kind: "Sign", from: 0, to: sign }];
    let isFirst = true;
    for (const { index, 0: word } of line.slice(sign).matchAll(/(?:"(?:\\.|[^"\\])*"?|'[^']*'?|\\.|[^\s"'\\])+/g)) {
      const from = sign + index;
      if (word.startsWith("#")) {
        found.push({ kind: "Comment", from, to: line.length });
        break;
      }
      const kind = isFirst ? "Verb" : kindOf(word);
      if (kind) {
        found.push({ kind, from, to: from + word.length });
      }
      isFirst = false;
    }
    return found;
  }

  function kindOf(word) {
    if (/^[+-]?[\d.]+$/.test(word)) {
      return "Number";
    }
    if (/^-/.test(word)) {
      return "Option";
    }
    return /["']/.test(word) ? "String" : null;
  }

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB[NAME] = {
    init: scope => {
      shared = scope;
    },
    get: async module => {
      if (module !== "./extension") {
        throw new Error(`${NAME} has no module ${module}`);
      }
      const plugin = await extension();
      return () => ({ __esModule: true, default: plugin });
    },
  };
})();
