import { type RefObject, useLayoutEffect, useState } from 'react';

/** The line of pages and the foot of the window. */
const otherRows = 44 + 48;
const least = 240;

/** Height left for a table's rows under where it begins, so that its header, totals and pages are all in sight. */
export function useRoomBelow(frame: RefObject<HTMLElement | null>, ready: boolean): number {
  const [height, setHeight] = useState(least);
  useLayoutEffect(() => {
    const measure = () => {
      if (!frame.current) return;
      const top = frame.current.getBoundingClientRect().top + scrollY;
      setHeight(Math.max(least, Math.floor(innerHeight - top - otherRows)));
    };
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(document.documentElement);
    const above = frame.current?.parentElement?.firstElementChild;
    if (above) watcher.observe(above);
    return () => watcher.disconnect();
  }, [frame, ready]);
  return height;
}
