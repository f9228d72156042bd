/**
 * The element of the page with this id.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {{ new (): T }} type
 */
export function part(id, type) {
  const found = document.getElementById(id);
  if (!(found instanceof type))
    throw new TypeError(`The page has no ${type.name} with the id ${id}.`);
  return found;
}

/**
 * A copy of a template's only element, and its fields by name: the elements with data-field.
 * @param {string} id of the template
 */
export function copyOf(id) {
  const copy = part(id, HTMLTemplateElement).content.cloneNode(true);
  const element = /** @type {HTMLElement} */ (/** @type {DocumentFragment} */ (copy).firstElementChild);
  const fields = /** @type {Record<string, HTMLElement>} */ ({});
  for (const field of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll('[data-field]')))
    fields[field.dataset.field ?? ''] = field;
  return { element, fields };
}

/**
 * Sets a text, but only when it is another: the browser has nothing to do for the others.
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text)
    element.textContent = text;
}

/**
 * The same for an attribute; null removes it.
 * @param {Element} element
 * @param {string} name
 * @param {string | null} value
 */
export function setAttribute(element, name, value) {
  if (element.getAttribute(name) === value)
    return;
  if (value === null)
    element.removeAttribute(name);
  else
    element.setAttribute(name, value);
}
