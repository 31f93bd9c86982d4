import { Button, Select } from 'antd';
import type { EvidenceKind } from '../../evidence/domain/file.ts';
import { EvidencePicker } from '../../evidence/web/EvidencePicker.tsx';
import { sizeInWords } from '../../evidence/web/size-words.ts';
import { useText } from '../../../web/text.ts';
import type { ChosenFile } from './entry-files.ts';

type Props = { kinds: readonly EvidenceKind[]; value?: readonly ChosenFile[]; onChange?: (files: ChosenFile[]) => void };

/** Vouchers of an entry, chosen while it is filled in and sent once it is recorded. */
export function FilesInput({ kinds, value = [], onChange }: Props) {
  const t = useText();
  const put = (at: number, kind: EvidenceKind) => onChange?.(value.map((f, i) => (i === at ? { ...f, kind } : f)));
  return (
    <>
      <ul className="chosen-files">
        {value.map(({ file, kind }, at) => (
          <li key={`${file.name}${file.lastModified}`}>
            <span>
              {file.name} <small>{sizeInWords(file.size)}</small>
            </span>
            <Select
              size="small"
              aria-label={`${t('evidence.kind')} ${file.name}`}
              value={kind}
              popupMatchSelectWidth={false}
              options={kinds.map((k) => ({ value: k, label: t(`evidence.kind.${k}`) }))}
              onChange={(k) => put(at, k)}
            />
            <Button
              type="link"
              size="small"
              aria-label={`${t('evidence.remove')} ${file.name}`}
              onClick={() => onChange?.(value.filter((_, i) => i !== at))}
            >
              {t('evidence.remove')}
            </Button>
          </li>
        ))}
      </ul>
      <EvidencePicker onPick={(file) => onChange?.([...value, { file, kind: kinds[0]! }])} />
    </>
  );
}
