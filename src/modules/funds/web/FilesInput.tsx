import { Select } from 'antd';
import type { EvidenceKind } from '../../evidence/domain/file.ts';
import { ChosenFiles } from '../../evidence/web/ChosenFiles.tsx';
import { EvidencePicker } from '../../evidence/web/EvidencePicker.tsx';
import { useText } from '../../../web/text.ts';
import type { ChosenFile } from './entry-files.ts';

type Props = { kinds: readonly EvidenceKind[]; value?: readonly ChosenFile[]; onChange?: (files: ChosenFile[]) => void };

/** Vouchers of an entry, chosen while it is filled in and sent once it is recorded. */
export function FilesInput({ kinds, value = [], onChange }: Props) {
  const t = useText();
  const put = (at: number, kind: EvidenceKind) => onChange?.(value.map((f, i) => (i === at ? { ...f, kind } : f)));
  return (
    <>
      <ChosenFiles
        files={value.map((f) => f.file)}
        beside={(at) => (
          <Select
            size="small"
            aria-label={`${t('evidence.kind')} ${value[at]!.file.name}`}
            value={value[at]!.kind}
            popupMatchSelectWidth={false}
            options={kinds.map((k) => ({ value: k, label: t(`evidence.kind.${k}`) }))}
            onChange={(k) => put(at, k)}
          />
        )}
        onRemove={(at) => onChange?.(value.filter((_, i) => i !== at))}
      />
      <EvidencePicker onPick={(file) => onChange?.([...value, { file, kind: kinds[0]! }])} />
    </>
  );
}
