import { Refusal, type RefusalKind } from '../../../kernel/refusal.ts';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { hasMessage, useText } from '../../../web/text.ts';
import { findingSentence } from './finding-sentence.ts';
import type { KindWords } from './kind-words.ts';

type Given = Readonly<{ kind: string; code: string; details: Record<string, unknown> }>;
type Props = { refusal: unknown; kind: KindWords };

/** A refusal of this room: with every problem of the setup, or every row that would come out otherwise, in words. */
export function WhyNot({ refusal, kind }: Props) {
  if (!refusal) return null;
  const told = refusal instanceof Error ? refusal : asRefusal(refusal as Given);
  const { problems, differences } = told instanceof Refusal ? told.details : {};
  return (
    <>
      <RefusalAlert refusal={told} />
      {Array.isArray(problems) && <Problems problems={problems as Problem[]} kind={kind} />}
      {Array.isArray(differences) && <Differences differences={differences as Difference[]} kind={kind} />}
    </>
  );
}
const asRefusal = ({ kind, code, details }: Given) => new Refusal(kind as RefusalKind, code, details);

type Problem = { code: string; field?: string; header?: string; found?: string; expected?: string[] };
function Problems({ problems, kind }: { problems: readonly Problem[]; kind: KindWords }) {
  const t = useText();
  const words = ({ code, field, expected, ...rest }: Problem) =>
    hasMessage(code) ? t(code, { ...rest, field: field && kind.nameOf(field), expected: expected?.join(t('shell.comma')) }) : code;
  return (
    <ul className="import-problems">
      {[...new Set(problems.map(words))].map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

type Difference = { row: number; was: string; now: string; code: string | null; fields: string[] };
function Differences({ differences, kind }: { differences: readonly Difference[]; kind: KindWords }) {
  const t = useText();
  const line = ({ row, was, now, code, fields }: Difference) => {
    const why = code
      ? findingSentence(t, { code, found: null, expected: null, details: null }).what
      : fields.map(kind.nameOf).join(t('shell.comma'));
    return t('imports.difference', { row, was: t(`imports.outcome.${was}`), now: t(`imports.outcome.${now}`), why });
  };
  return (
    <ul className="import-problems">
      {differences.map((d) => (
        <li key={d.row}>{line(d)}</li>
      ))}
    </ul>
  );
}
