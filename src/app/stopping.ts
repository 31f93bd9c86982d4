import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Ends on a stop what would not end by itself: connections on which nothing was asked yet (browsers open them ahead, and Node
 * counts them as busy), and after the grace whatever is still being answered.
 */
export function endConnections(app: FastifyInstance, graceMs = 10_000): void {
  const unused = new Set<Socket>();
  app.server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  let isStopping = false;
  app.server.on('request', ({ socket }, response) => {
    unused.delete(socket);
    // Kept alive for a next request that will not be taken.
    response.once('close', () => isStopping && socket.end());
  });
  app.addHook('preClose', async () => {
    isStopping = true;
    for (const socket of unused) socket.destroy();
    setTimeout(() => app.server.closeAllConnections(), graceMs).unref();
  });
}
