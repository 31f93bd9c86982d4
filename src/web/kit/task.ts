import { useEffect, useRef, useState } from 'react';
import { tasksContract, type TaskView } from '../../modules/tasks/contract.ts';
import { api, subscribe } from '../api.ts';

const pause = 2_000;
const isOver = (task: TaskView) => task.status !== 'waiting' && task.status !== 'running';

/** Long work as it goes on: its state, what kept us from knowing it, and a way to stop it. A lost connection is taken up again. */
export function useTask(id: string | null, onDone?: (task: TaskView) => void) {
  const [task, setTask] = useState<TaskView | null>(null);
  const [refusal, setRefusal] = useState<unknown>(null);
  const told = useRef(onDone);
  useEffect(() => {
    told.current = onDone;
  });
  useEffect(() => {
    if (id === null) return;
    const stop = new AbortController();
    const note = (next: TaskView) => {
      setTask(next);
      if (next.status === 'done') told.current?.(next);
    };
    void follow(id, stop.signal, note, setRefusal);
    return () => stop.abort();
  }, [id]);
  const current = task?.id === id ? task : null;
  const cancel = () => {
    if (id !== null) api(tasksContract).cancel({ params: { id } }).then(setTask, setRefusal);
  };
  return { task: current, refusal, cancel };
}

async function follow(id: string, signal: AbortSignal, onTask: (task: TaskView) => void, onRefusal: (refusal: unknown) => void) {
  let over = false;
  while (!over && !signal.aborted) {
    try {
      await subscribe(
        tasksContract.watch,
        { params: { id } },
        (task) => {
          over = isOver(task);
          onRefusal(null);
          onTask(task);
        },
        signal,
      );
    } catch (error) {
      if (!signal.aborted) onRefusal(error);
    }
    if (!over) await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
