import { Button } from 'antd';
import { useText } from '../../../web/text.ts';
import './evidence.css';
import { EvidencePicker } from './EvidencePicker.tsx';
import { sizeInWords } from './size-words.ts';

type Props = { value?: readonly File[]; onChange?: (files: File[]) => void };

/** Papers of an act, chosen while it is filled in and sent when it is recorded. */
export function PapersInput({ value = [], onChange }: Props) {
  const t = useText();
  return (
    <>
      <ul className="papers">
        {value.map((file, at) => (
          <li key={`${file.name}${file.lastModified}`}>
            {file.name} <small>{sizeInWords(file.size)}</small>{' '}
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
      <EvidencePicker onPick={(file) => onChange?.([...value, file])} />
    </>
  );
}
