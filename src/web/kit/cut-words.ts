/** Elements whose title is their own words, given here; any other title says something of its own and stays. */
const named = new WeakSet<HTMLElement>();

const endsInDots = (element: Element) => getComputedStyle(element).textOverflow === 'ellipsis';

/**
 * Words cut short by a narrow column can be read in full by pointing at them. Said when somebody points, for whatever is under the hand:
 * what a cell shows, and how wide it is, is known only then.
 */
export function readInFull({ target }: Readonly<{ target: EventTarget }>) {
  let element = target instanceof Element ? target : null;
  while (element && !endsInDots(element)) element = element.parentElement;
  if (!(element instanceof HTMLElement) || (element.title && !named.has(element))) return;
  named.add(element);
  element.title = element.scrollWidth > element.clientWidth ? element.innerText.trim() : '';
}
