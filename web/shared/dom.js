/**
 * @typedef {Node | string | number | null | undefined | false} Child
 * @typedef {{ on?: Record<string, (event: any) => void>, [attribute: string]: any }} Properties
 */

/**
 * Makes an element. Attributes that are null, undefined or false are left out; `true` writes an empty one. Text is
 * always a text node, so nothing that a feed or a payload says is ever read as markup.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Properties} [properties]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  assign(element, properties);
  append(element, children);
  return element;
}

/**
 * The same for SVG.
 * @param {string} tag
 * @param {Properties} [properties]
 * @param {...(Child | Child[])} children
 */
export function svg(tag, properties = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  assign(element, properties);
  append(element, children);
  return element;
}

/** @param {Element} element @param {Properties} properties */
function assign(element, properties) {
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'on') {
      for (const [type, listener] of Object.entries(value)) element.addEventListener(type, listener);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
}

/** @param {Element} element @param {(Child | Child[])[]} children */
function append(element, children) {
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false) {
      element.append(child instanceof Node ? child : String(child));
    }
  }
}

/** The class that elements extend; on a server, where there are none, an empty one, so that importing never throws. */
export const ElementBase = /** @type {typeof HTMLElement} */ (
  globalThis.HTMLElement ?? /** @type {unknown} */ (class {})
);

/**
 * A constructable style sheet, made once, at first use: it needs no `style-src` exception.
 * @param {string} css
 */
export function lazySheet(css) {
  /** @type {CSSStyleSheet | undefined} */
  let sheet;
  return () => {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
    }
    return sheet;
  };
}

/**
 * Registers a class once; a page that loads the script twice, or two copies of it, keeps the first.
 * @param {string} tag
 * @param {CustomElementConstructor} element
 */
export function define(tag, element) {
  if (globalThis.customElements && !customElements.get(tag)) customElements.define(tag, element);
}
