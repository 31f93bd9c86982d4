import { type ComponentProps, type ReactNode, useId } from 'react';

type FieldProps = Omit<ComponentProps<'input'>, 'id'> & { label: string; hint?: ReactNode };

/** A labelled input of a page before sign-in, in plain HTML, so that the first download stays small on slow lines; the browser's own checks apply (required, pattern, minLength). */
export function OpenField({ label, hint, ...input }: FieldProps) {
  const id = useId();
  return (
    <div className="open-field">
      <label htmlFor={id}>{label}</label>
      <input id={id} aria-describedby={hint ? `${id}-hint` : undefined} {...input} />
      {hint && (
        <small id={`${id}-hint`} className="hint">
          {hint}
        </small>
      )}
    </div>
  );
}

/** The button that sends such a page's form. */
export function OpenSubmit({ children, busy = false }: { children: ReactNode; busy?: boolean }) {
  return (
    <button type="submit" className="open-submit" disabled={busy} aria-busy={busy}>
      {children}
    </button>
  );
}
