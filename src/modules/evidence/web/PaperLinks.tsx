import { addressOf } from '../../../web/api.ts';
import { evidenceContract } from '../contract.ts';
import './evidence.css';

/** Papers of what was done, each to be downloaded. */
export function PaperLinks({ papers }: { papers: readonly { id: string; name: string }[] }) {
  if (papers.length === 0) return null;
  return (
    <span className="paper-links">
      {papers.map(({ id, name }) => (
        <a key={id} href={addressOf(evidenceContract.download, { params: { id } })} download={name}>
          {name}
        </a>
      ))}
    </span>
  );
}
