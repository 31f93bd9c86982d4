import { useQuery } from '@tanstack/react-query';
import { useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import { duplicates } from './client.ts';

/** What was decided of a case, by whom and why. */
export function Rulings({ projectId, caseId }: { projectId: string; caseId: string }) {
  const t = useText();
  const { data } = useQuery({
    queryKey: ['duplicate-case', caseId],
    queryFn: () => duplicates.case({ params: { id: projectId, entryId: caseId } }),
  });
  if (!data?.rulings.length) return null;
  return (
    <ul>
      {data.rulings.map((r) => (
        <li key={r.at + r.verdict}>
          {momentText(r.at)} {r.byName} {t(`duplicates.verdict.${r.verdict}`)} {r.reason}
        </li>
      ))}
    </ul>
  );
}
