import { WarningOutlined } from '@ant-design/icons';
import { Button, Progress } from 'antd';
import { useState } from 'react';
import { upload } from '../../../web/api.ts';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useText } from '../../../web/text.ts';
import { evidenceContract } from '../contract.ts';
import './evidence.css';
import { EvidencePicker } from './EvidencePicker.tsx';
import { sizeInWords } from './size-words.ts';

/** A file sent in and not yet evidence of anything: the act that records its subject names `uploadId`. */
export type Upload = Readonly<{ uploadId: string; name: string; size: number; isUsedElsewhere: boolean }>;

/** Files in a form, sent while the form is still being filled in; a Form.Item gives `value` and `onChange`. */
export function UploadsInput({ value = [], onChange }: { value?: readonly Upload[]; onChange?: (uploads: Upload[]) => void }) {
  const t = useText();
  const [sending, setSending] = useState<{ name: string; share: number } | null>(null);
  const [refusal, setRefusal] = useState<unknown>(null);
  const send = async (file: File) => {
    setRefusal(null);
    setSending({ name: file.name, share: 0 });
    try {
      const sent = await upload(evidenceContract.upload, {}, file, (share) => setSending({ name: file.name, share }));
      onChange?.([...value, sent]);
    } catch (error) {
      setRefusal(error);
    } finally {
      setSending(null);
    }
  };
  return (
    <div className="evidence">
      <ul>
        {value.map((u) => (
          <li key={u.uploadId}>
            <span>
              {u.name} <small>{sizeInWords(u.size)}</small>
            </span>
            <Button
              type="link"
              size="small"
              onClick={() => onChange?.(value.filter((o) => o !== u))}
              aria-label={`${t('evidence.remove')} ${u.name}`}
            >
              {t('evidence.remove')}
            </Button>
            {u.isUsedElsewhere && (
              <small className="same" role="note">
                <WarningOutlined aria-hidden /> {t('evidence.same.used')}
              </small>
            )}
          </li>
        ))}
      </ul>
      <RefusalAlert refusal={refusal} onClose={() => setRefusal(null)} />
      {sending ? (
        <Progress percent={Math.round(sending.share * 100)} size="small" aria-label={t('evidence.sending', { name: sending.name })} />
      ) : (
        <EvidencePicker onPick={(file) => void send(file)} />
      )}
    </div>
  );
}
