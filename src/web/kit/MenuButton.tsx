import type { KeyboardEvent, ReactNode } from 'react';
import { Pop, turn } from './Pop.tsx';

type Choice = { key: string; label: ReactNode; onChoose: () => void; isDanger?: boolean; isOn?: boolean };
type Props = {
  label: string;
  button: (open: boolean) => ReactNode;
  /** Groups with a line between them; a group may have a heading. */ groups: readonly { heading?: string; choices: readonly Choice[] }[];
};

/** A button that opens a short list of acts; arrow keys move in it. */
export function MenuButton({ label, button, groups }: Props) {
  return (
    <Pop label={label} button={button}>
      {(close) => (
        <div className="choices" role="presentation" onKeyDown={move}>
          {groups
            .filter((g) => g.choices.length > 0)
            .map((group) => (
              <ul key={group.choices[0]!.key} aria-label={group.heading}>
                {group.heading && <li className="choices-heading">{group.heading}</li>}
                {group.choices.map((c) => (
                  <li key={c.key}>
                    <button
                      type="button"
                      aria-pressed={c.isOn}
                      className={c.isDanger ? 'wrong' : undefined}
                      onClick={() => {
                        close();
                        c.onChoose();
                      }}
                    >
                      {c.isOn !== undefined && (
                        <span className="choices-mark" aria-hidden>
                          {c.isOn ? '✓' : ''}
                        </span>
                      )}
                      {c.label}
                    </button>
                  </li>
                ))}
              </ul>
            ))}
        </div>
      )}
    </Pop>
  );
}

function move(e: KeyboardEvent<HTMLElement>) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[e.key];
  if (!by) return;
  turn([...e.currentTarget.querySelectorAll('button')], by);
  e.preventDefault();
}
