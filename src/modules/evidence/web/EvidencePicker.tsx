import { useQuery } from '@tanstack/react-query';
import { api } from '../../../web/api.ts';
import { FilePicker } from '../../../web/kit/FilePicker.tsx';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { evidenceContract } from '../contract.ts';

const evidence = api(evidenceContract);

/** A place to drop a file, with the limits that this installation sets. */
export function EvidencePicker({ onPick, disabled = false }: { onPick: (file: File) => void; disabled?: boolean }) {
  const query = useQuery({ queryKey: ['evidence-limits'], queryFn: () => evidence.limits({}), staleTime: Number.POSITIVE_INFINITY });
  return (
    <Loaded query={query}>
      {({ extensions, maxBytes }) => (
        <FilePicker accept={extensions.map((e) => `.${e}`)} maxMb={Math.floor(maxBytes / 1_048_576)} onPick={onPick} disabled={disabled} />
      )}
    </Loaded>
  );
}
