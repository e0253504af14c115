// A debugger in a few lines: attaches by WebSocket, tells each pause as a line of JSON, reads the locals, goes on.

const socket = new WebSocket(process.argv[2]);
const answers = new Map();
const scripts = new Map();
let last = 0;

/** @param {string} method @param {object} [params] @returns {Promise<any>} */
function ask(method, params = {}) {
  return new Promise((resolve) => {
    answers.set(++last, resolve);
    socket.send(JSON.stringify({ id: last, method, params }));
  });
}

/** @param {any} pause */
async function tell(pause) {
  const [frame] = pause.callFrames;
  const { result } = await ask('Runtime.getProperties', { objectId: frame.scopeChain[0].object.objectId });
  const script = scripts.get(frame.location.scriptId);
  console.log(JSON.stringify({
    url: script.url,
    sourceMap: script.sourceMapURL,
    line: frame.location.lineNumber + 1,
    column: frame.location.columnNumber + 1,
    name: frame.functionName,
    locals: Object.fromEntries(result.map((/** @type {any} */ local) => [local.name, local.value?.value ?? null])),
  }));
}

socket.onmessage = async ({ data }) => {
  const { id, method, params, result } = JSON.parse(data);
  if (id) answers.get(id)(result);
  else if (method === 'Debugger.scriptParsed') scripts.set(params.scriptId, params);
  else if (method === 'Debugger.paused') {
    await tell(params);
    await ask('Debugger.resume');
  }
};
socket.onopen = async () => {
  await ask('Runtime.enable');
  await ask('Debugger.enable');
  await ask('Runtime.runIfWaitingForDebugger');
};
