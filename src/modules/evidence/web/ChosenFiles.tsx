import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useText } from '../../../web/text.ts';
import './evidence.css';
import { sizeInWords } from './size-words.ts';

type Props = {
  files: readonly File[];
  /** What is said of each beside its name. */
  beside?: (at: number) => ReactNode;
  onRemove: (at: number) => void;
};

/** Files chosen for what is being filled in, each to be taken out again. */
export function ChosenFiles({ files, beside, onRemove }: Props) {
  const t = useText();
  return (
    <ul className="chosen-files">
      {files.map((file, at) => (
        <li key={`${file.name}${file.lastModified}`}>
          <span>
            {file.name} <small>{sizeInWords(file.size)}</small>
          </span>
          {beside?.(at)}
          <Button type="link" size="small" aria-label={`${t('evidence.remove')} ${file.name}`} onClick={() => onRemove(at)}>
            {t('evidence.remove')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
