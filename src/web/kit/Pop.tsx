import { Popover } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';

type Draw = (close: () => void) => ReactNode;
type Props = {
  /** Names what opens, for screen readers. */
  label: string;
  /** The button that opens it; it is told whether it is open. */
  button: (open: boolean) => ReactNode;
  children: Draw;
};

/** A small sheet beside its button. The keyboard goes into it, stays in it, and with Escape is back at the button. */
export function Pop({ label, button, children }: Props) {
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLSpanElement>(null);
  const close = () => {
    setOpen(false);
    opener.current?.querySelector('button')?.focus();
  };
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      arrow={false}
      open={open}
      onOpenChange={setOpen}
      destroyOnHidden
      content={<Body label={label} close={close} draw={children} />}
    >
      <span ref={opener} className="pop-opener">
        {button(open)}
      </span>
    </Popover>
  );
}

const focusable = 'input:not([disabled]), button:not([disabled]), a[href], textarea, [tabindex="0"]';

function Body({ label, close, draw }: { label: string; close: () => void; draw: Draw }) {
  const body = useRef<HTMLDivElement>(null);
  const closing = useRef(close);
  useEffect(() => {
    closing.current = close;
  });
  useEffect(() => keepKeyboard(body.current!, () => closing.current()), []);
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- placed by the library beside its button, which <dialog> cannot be
    <div ref={body} role="dialog" aria-label={label} tabIndex={-1} className="pop">
      {draw(close)}
    </div>
  );
}

/** Starts at the first stop, goes round with Tab, leaves with Escape. */
function keepKeyboard(body: HTMLElement, leave: () => void) {
  const stops = () => [...body.querySelectorAll<HTMLElement>(focusable)];
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key === 'Escape') leave();
    else if (e.key === 'Tab') turn(stops(), e.shiftKey ? -1 : 1);
    else return;
    e.preventDefault();
    e.stopPropagation();
  };
  (stops()[0] ?? body).focus({ preventScroll: true });
  body.addEventListener('keydown', onKeyDown);
  return () => body.removeEventListener('keydown', onKeyDown);
}

/** Moves the focus among stops, round and round. */
export function turn(stops: readonly HTMLElement[], by: number) {
  const at = stops.indexOf(document.activeElement as HTMLElement);
  stops.at((at + by) % stops.length)?.focus();
}
