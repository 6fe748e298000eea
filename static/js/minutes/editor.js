// The editor of a minute: paragraphs, bold, italic, lists and links, and what is pasted made into these.
import { baseKeymap, chainCommands, exitCode, toggleMark } from "prosemirror-commands"
import { history, redo, undo } from "prosemirror-history"
import { inputRules, wrappingInputRule } from "prosemirror-inputrules"
import { keymap } from "prosemirror-keymap"
import { DOMParser as Reader, DOMSerializer, Schema } from "prosemirror-model"
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list"
import { EditorState } from "prosemirror-state"
import { EditorView } from "prosemirror-view"

import { withoutWord } from "./word.js"

const apart = ["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "dt", "dd", "pre", "blockquote"]
const isGood = (address) => /^(https?:\/\/|mailto:)/i.test(address)

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: {
      content: "inline*",
      group: "block",
      parseDOM: apart.map((tag) => ({ tag })),
      toDOM: () => ["p", 0],
    },
    bullet_list: { content: "list_item+", group: "block", parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0] },
    ordered_list: { content: "list_item+", group: "block", parseDOM: [{ tag: "ol" }], toDOM: () => ["ol", 0] },
    list_item: { content: "paragraph block*", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
    text: { group: "inline" },
    hard_break: {
      inline: true,
      group: "inline",
      selectable: false,
      linebreakReplacement: true,
      parseDOM: [{ tag: "br" }],
      toDOM: () => ["br"],
    },
  },
  marks: {
    link: {
      attrs: { href: {} },
      inclusive: false,
      parseDOM: [{ tag: "a[href]", getAttrs: (link) => isGood(link.getAttribute("href")) && { href: link.getAttribute("href") } }],
      toDOM: (mark) => ["a", { href: mark.attrs.href, rel: "noreferrer" }, 0],
    },
    strong: {
      parseDOM: [
        { tag: "strong" },
        // Google Docs wraps all that it copies in a <b> that is not bold
        { tag: "b", getAttrs: (node) => node.style.fontWeight !== "normal" && null },
        { style: "font-weight", getAttrs: (weight) => /^(bold(er)?|[6-9]00)$/.test(weight) && null },
      ],
      toDOM: () => ["strong", 0],
    },
    em: { parseDOM: [{ tag: "em" }, { tag: "i" }, { style: "font-style=italic" }], toDOM: () => ["em", 0] },
  },
})

const { bullet_list, ordered_list, list_item, hard_break } = schema.nodes
const { link, strong, em } = schema.marks
const reader = Reader.fromSchema(schema)
const writer = DOMSerializer.fromSchema(schema)

export function read(html) {
  const page = new window.DOMParser().parseFromString(html, "text/html")
  return reader.parse(page.body)
}

export function write(doc) {
  const holder = document.createElement("div")
  holder.append(writer.serializeFragment(doc.content))
  return doc.textContent.trim() ? holder.innerHTML : ""
}

export const commands = {
  strong: toggleMark(strong),
  em: toggleMark(em),
  bullets: wrapInList(bullet_list),
  numbers: wrapInList(ordered_list),
}

const newLine = chainCommands(exitCode, (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(hard_break.create()).scrollIntoView())
  return true
})

function keys(more) {
  return keymap({
    ...more,
    "Mod-z": undo,
    "Mod-y": redo,
    "Mod-Shift-z": redo,
    "Mod-b": commands.strong,
    "Mod-i": commands.em,
    "Mod-Shift-8": commands.bullets,
    "Mod-Shift-7": commands.numbers,
    Enter: splitListItem(list_item),
    "Shift-Enter": newLine,
    "Mod-]": sinkListItem(list_item),
    "Mod-[": liftListItem(list_item),
    Backspace: leaveList,
  })
}

// Backspace at the beginning of an entry makes it a paragraph again
function leaveList(state, dispatch) {
  const { $cursor } = state.selection
  const isFirst = $cursor && $cursor.parentOffset === 0 && $cursor.depth > 1 && $cursor.index(-1) === 0
  return isFirst ? liftListItem(list_item)(state, dispatch) : false
}

const rules = inputRules({
  rules: [wrappingInputRule(/^\s*[-*•]\s$/, bullet_list), wrappingInputRule(/^\s*1[.)]\s$/, ordered_list)],
})

// an address pasted over words makes them a link
function pasteLink(view, event) {
  const pasted = event.clipboardData?.getData("text/plain").trim() ?? ""
  const { from, to, empty } = view.state.selection
  if (empty || !isGood(pasted) || /\s/.test(pasted)) {
    return false
  }
  view.dispatch(view.state.tr.addMark(from, to, link.create({ href: pasted })))
  return true
}

const isAtLineStart = ({ selection }) => selection.empty && selection.$from.parent.content.size === 0

// `heard` has what the page does: changed(), left(), slash(), next(way)
export function edit(place, doc, attributes, heard) {
  const view = new EditorView(place, {
    state: EditorState.create({
      doc,
      plugins: [
        rules,
        keys({ "Mod-Enter": () => heard.next(1), "Shift-Mod-Enter": () => heard.next(-1) }),
        keymap(baseKeymap),
        history(),
      ],
    }),
    attributes,
    transformPastedHTML: withoutWord,
    handlePaste: pasteLink,
    handleTextInput: (shown, from, to, text) => text === "/" && isAtLineStart(shown.state) && heard.slash(),
    handleDOMEvents: {
      blur: () => heard.left(),
      focus: () => heard.entered(),
    },
    dispatchTransaction(transaction) {
      view.updateState(view.state.apply(transaction))
      if (transaction.docChanged && !transaction.getMeta("theirs")) {
        heard.changed()
      }
    },
  })
  return view
}

// what was saved elsewhere comes in as one step, which can be undone
export function replace(view, doc) {
  const { tr } = view.state
  view.dispatch(tr.replaceWith(0, view.state.doc.content.size, doc.content).setMeta("theirs", true))
}

// the sentence in which the cursor stands, or what is selected: what a record begins with
export function sentenceAt(view) {
  const { from, to, empty, $from } = view.state.selection
  if (!empty) {
    return view.state.doc.textBetween(from, to, " ").trim()
  }
  const words = $from.parent.textContent
  const begin = words.slice(0, $from.parentOffset).search(/[^.!?]*$/)
  return words.slice(begin).split(/(?<=[.!?])\s/)[0].trim()
}
