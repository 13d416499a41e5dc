'use strict';
// Jupyter's protocol on tslab's sockets: execution counts, errors and aborted requests as the protocol asks.
const { setTimeout: sleep } = require('node:timers/promises');
const { JupyterHandlerImpl, ZmqServer } = require('tslab/dist/jupyter.js');
const ts = require('@tslab/typescript-for-tslab');
const jupyter = require('tslab/dist/jupyter.js');

class Handler extends JupyterHandlerImpl {
  queue = Promise.resolve();
  arrived = 0; // number of the latest request
  abortedUpTo = 0;

  constructor(executor) {
    super(executor, false);
  }

  handleKernel() {
    const reply = super.handleKernel();
    return { status: 'ok', ...reply, language_info: { ...reply.language_info, version: ts.version } };
  }

  /** Runs requests in order; after an error, those that were already waiting are aborted. */
  handleExecute(request, publish) {
    const number = ++this.arrived;
    const reply = this.queue.then(() =>
      number <= this.abortedUpTo ? { status: 'aborted' } : this.executeNow(request, publish),
    );
    this.queue = reply.then(
      () => {},
      () => {},
    );
    return reply;
  }

  async executeNow({ code, silent, store_history, stop_on_error = true }, publish) {
    const counted = !silent && store_history !== false;
    const execution_count = counted ? ++this.execCount : this.execCount;
    if (!silent) publish('execute_input', { code, execution_count });
    for (const name of ['stdout', 'stderr'])
      process[name].write = (chunk, ...rest) => {
        publish('stream', { name, text: typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString() });
        if (typeof rest.at(-1) === 'function') rest.at(-1)();
        return true;
      };
    const display = (content, update) => publish(update ? 'update_display_data' : 'display_data', content);
    jupyter.lastWriteDisplayData = display; // what tslab.display and the library's figures write to

    const error = await this.executor.execute(code, execution_count, (data) =>
      display({ data, metadata: {}, transient: {} }, false),
    );
    if (!error) return { status: 'ok', execution_count, user_expressions: {}, payload: [] };
    publish('error', error);
    if (stop_on_error) {
      await sleep(20); // what was sent together with this request has arrived by now
      this.abortedUpTo = this.arrived;
    }
    return { status: 'error', execution_count, ...error };
  }
}

class Server extends ZmqServer {
  /** A request publishes its status at once: the socket for that is bound before those that take requests. */
  async bindSocket(socket, port) {
    if (socket === this.iopub) return (this.published = super.bindSocket(socket, port));
    await this.published;
    return super.bindSocket(socket, port);
  }

  async handleExecute(socket, message) {
    const send = (to, type, content) => {
      const reply = message.createReply();
      reply.header.msg_type = type;
      reply.content = content;
      reply.signAndSend(this.connInfo.key, to);
    };
    const content = await this.handler.handleExecute(message.content, (type, published) =>
      send(this.iopub, type, published),
    );
    send(socket, 'execute_reply', content);
  }

  /** The process ends with the session, whatever timers and threads the cells have left. */
  close() {
    super.close();
    setTimeout(() => process.exit(0), 200);
  }
}

module.exports = { Handler, Server };
