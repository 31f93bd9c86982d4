import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useText } from '../text.ts';
import { refusalSentence } from './refusal-sentence.ts';

type Command<I, R> = {
  run: (input: I) => Promise<R>;
  /** What was done, in words: '已提交审核'. Nothing is said without it. */
  done?: string | ((result: R, input: I) => string);
  /** After success, before anything is said. */
  after?: (result: R, input: I) => void;
  /** Queries that the act made stale; all that are on screen when not said. */
  stale?: readonly QueryKey[];
  /** Takes the act back; offered beside the words for some seconds. */
  undo?: (result: R, input: I) => Promise<unknown>;
  /** 'message': a refusal pops up; 'alert': the caller draws it in place with <RefusalAlert refusal={command.refusal} />. */
  refusals?: 'message' | 'alert';
};

/** One act of the reader: runs it, refreshes what it changed, says what was done, offers to undo it, explains a refusal. */
export function useCommand<I, R>({ run, done, after, stale, undo, refusals = 'message' }: Command<I, R>) {
  const t = useText();
  const queries = useQueryClient();
  const { message, notification } = App.useApp();
  const refresh = () => Promise.all((stale ?? [[]]).map((queryKey) => queries.invalidateQueries({ queryKey })));

  const explain = (error: unknown) => {
    const { what, todo, issues } = refusalSentence(t, error);
    notification.error({ title: what, description: [...issues, todo].filter(Boolean).join(' '), role: 'alert', duration: 8 });
  };
  const takeBack = async (key: string, result: R, input: I) => {
    message.destroy(key);
    try {
      await undo!(result, input);
      await refresh();
      void message.success(t('kit.undone'));
    } catch (error) {
      explain(error);
    }
  };
  const say = (words: string, result: R, input: I) => {
    if (!undo) return void message.success(words);
    const key = `undo ${Date.now()}`;
    const content = (
      <>
        {words}{' '}
        <Button type="link" size="small" onClick={() => void takeBack(key, result, input)}>
          {t('kit.undo')}
        </Button>
      </>
    );
    return void message.success({ key, content, duration: 8 });
  };
  const mutation = useMutation<R, unknown, I>({
    mutationFn: run,
    onSuccess: async (result, input) => {
      after?.(result, input);
      const words = typeof done === 'function' ? done(result, input) : done;
      if (words) say(words, result, input);
      await refresh();
    },
    onError: (error) => {
      if (refusals === 'message') explain(error);
    },
  });
  return { run: mutation.mutate, busy: mutation.isPending, refusal: mutation.error, clear: mutation.reset };
}
