import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { upload } from '../../../web/api.ts';
import { useText } from '../../../web/text.ts';
import { type FormPage, formsContract } from '../contract.ts';
import { FileDialog } from './FileDialog.tsx';

/** A department changed its form: the new file takes the place of the old one, and what still fits stays bound. */
export function ReplaceDialog({ form, onClose }: { form: FormPage; onClose: () => void }) {
  const t = useText();
  const { message } = App.useApp();
  const client = useQueryClient();
  const send = async (file: File, onShare: (share: number) => void) => {
    const asked = { params: { id: form.id }, query: { version: form.version } };
    const { kept, lost } = await upload(formsContract.replace, asked, file, onShare);
    await Promise.all(['form', 'table'].map((key) => client.invalidateQueries({ queryKey: [key] })));
    void message.success(t(lost > 0 ? 'forms.replaced.lost' : 'forms.replaced', { kept, lost }));
    onClose();
  };
  return <FileDialog title={t('forms.replace')} what={t('forms.replace.what')} send={send} onClose={onClose} />;
}
