import { ChosenFiles } from './ChosenFiles.tsx';
import { EvidencePicker } from './EvidencePicker.tsx';

type Props = { value?: readonly File[]; onChange?: (files: File[]) => void };

/** Papers of an act, chosen while it is filled in and sent when it is recorded. */
export function PapersInput({ value = [], onChange }: Props) {
  return (
    <>
      <ChosenFiles files={value} onRemove={(at) => onChange?.(value.filter((_, i) => i !== at))} />
      <EvidencePicker onPick={(file) => onChange?.([...value, file])} />
    </>
  );
}
