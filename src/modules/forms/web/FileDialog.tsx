import { Modal, Progress } from 'antd';
import { type ReactNode, useState } from 'react';
import { FilePicker } from '../../../web/kit/FilePicker.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useText } from '../../../web/text.ts';

type Props = Readonly<{
  title: string;
  what: string;
  send: (file: File, onShare: (share: number) => void) => Promise<void>;
  onPick?: (file: File) => void;
  onClose: () => void;
  children?: ReactNode;
}>;

/** Picks the .xlsx of a form and sends it, with how far it has come and why it was refused. */
export function FileDialog({ title, what, send, onPick, onClose, children }: Props) {
  const t = useText();
  const [file, setFile] = useState<File | null>(null);
  const [share, setShare] = useState<number | null>(null);
  const [refusal, setRefusal] = useState<unknown>(null);
  const go = async () => {
    if (!file) return;
    setRefusal(null);
    setShare(0);
    try {
      await send(file, setShare);
    } catch (error) {
      setRefusal(error);
    } finally {
      setShare(null);
    }
  };
  const take = (given: File) => {
    setFile(given);
    setRefusal(null);
    onPick?.(given);
  };
  return (
    <Modal
      open
      title={title}
      okText={title}
      cancelText={t('kit.cancel')}
      okButtonProps={{ disabled: !file, loading: share !== null }}
      onOk={() => void go()}
      onCancel={onClose}
    >
      <p>{what}</p>
      <FilePicker accept={['.xlsx']} maxMb={8} onPick={take} file={file} disabled={share !== null} />
      {children}
      {share !== null && <Progress percent={Math.floor(share * 100)} aria-label={title} />}
      <RefusalAlert refusal={refusal} />
    </Modal>
  );
}
