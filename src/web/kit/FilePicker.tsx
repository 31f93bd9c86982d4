import { UploadOutlined } from '@ant-design/icons';
import { useId, useState } from 'react';
import { useText } from '../text.ts';

type Props = {
  /** Endings taken, with their dot: ['.xlsx', '.csv']. */
  accept: readonly string[];
  maxMb: number;
  onPick: (file: File) => void;
  file?: File | null;
  disabled?: boolean;
};

/** Why a file cannot be taken, as a message key with its parameters; null when it can. */
export function faultOf(
  file: Pick<File, 'name' | 'size'>,
  accept: readonly string[],
  maxMb: number,
): { key: string; params: Record<string, unknown> } | null {
  const { name, size } = file;
  const types = accept.join(' ');
  if (!accept.some((ending) => name.toLowerCase().endsWith(ending))) return { key: 'kit.file.type', params: { name, types } };
  if (size === 0) return { key: 'kit.file.empty', params: { name } };
  const mb = size / 1_048_576;
  return mb > maxMb ? { key: 'kit.file.tooLarge', params: { name, size: mb.toFixed(1), max: maxMb } } : null;
}

/** One file by dropping it or by the system's own dialogue; a wrong type or size is said before anything is sent. */
export function FilePicker({ accept, maxMb, onPick, file, disabled = false }: Props) {
  const t = useText();
  const id = useId();
  const [over, setOver] = useState(false);
  const [fault, setFault] = useState<ReturnType<typeof faultOf>>(null);
  const take = (given: File | undefined) => {
    if (!given) return;
    const found = faultOf(given, accept, maxMb);
    setFault(found);
    if (!found) onPick(given);
  };
  return (
    <div className={over ? 'file over' : 'file'}>
      {/* The browser's own control lies over the whole place: it takes drops, clicks and keys by itself. */}
      <input
        id={id}
        type="file"
        accept={accept.join(',')}
        disabled={disabled}
        aria-describedby={`${id}-limit`}
        onDragEnter={() => setOver(true)}
        onDragLeave={() => setOver(false)}
        onDrop={() => setOver(false)}
        onChange={(e) => {
          take(e.target.files?.[0]);
          e.target.value = '';
        }}
      />
      <label htmlFor={id}>
        <UploadOutlined aria-hidden />
        <b>{file ? t('kit.file.chosen', { name: file.name }) : t('kit.file.drop')}</b>
        <small id={`${id}-limit`}>{t('kit.file.limit', { types: accept.join(' '), size: maxMb })}</small>
      </label>
      {fault && (
        <p className="wrong" role="alert">
          {t(fault.key, fault.params)}
        </p>
      )}
    </div>
  );
}
