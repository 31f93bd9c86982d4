import type { ReactNode } from 'react';

/** A field of the panel with its name above it. */
export function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="form-field">
      <span>{label}</span>
      {children}
    </div>
  );
}
