// What Anthropic's SDK for TypeScript makes of each address: sdk_outcomes.mjs SDK-FOLDER KEY MODEL, then on standard input
// one JSON object a line: {"url", "run": "text|call|calls|body-text|body-call", "thinking"}. One JSON object a line comes back.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [folder, apiKey, model] = process.argv.slice(2);
const require = createRequire(join(folder, 'x.js'));
const { default: Anthropic } = require('@anthropic-ai/sdk');
const { version } = JSON.parse(readFileSync(join(folder, 'node_modules/@anthropic-ai/sdk/package.json'), 'utf8'));

const FILES = { 'notes/code.txt': 'The code is QUARTZ-7141.', 'notes/more.txt': 'The code is BASALT-2208.' };
const TOOL = {
  name: 'read_file',
  description: 'Reads a file.',
  input_schema: {
    type: 'object',
    properties: { path: { type: 'string' }, limit: { type: 'integer' } },
    required: ['path'],
  },
};
const PROMPTS = {
  text: 'Which city is the capital of Norway?',
  call: 'Call read_file with path "notes/code.txt" and limit 100.',
  calls: 'Call read_file on both path "notes/code.txt" and path "notes/more.txt".',
};

async function ask(client, job, messages) {
  const kind = job.run.replace('body-', '');
  const request = { model, max_tokens: 4000, messages };
  if (kind !== 'text') request.tools = [TOOL];
  if (job.thinking) request.thinking = { type: 'enabled', budget_tokens: 1024 };
  if (job.run.startsWith('body-')) return client.messages.create(request);
  return client.messages.stream(request).finalMessage();
}

function seen(message) {
  const content = Array.isArray(message?.content) ? message.content : [];
  return {
    message: Array.isArray(message?.content),
    stop: message?.stop_reason ?? null,
    tokens: Number.isInteger(message?.usage?.output_tokens) && message.usage.output_tokens > 0,
    text: content.filter((b) => b.type === 'text').map((b) => b.text),
    thinking: content.filter((b) => b.type === 'thinking').map((b) => b.thinking),
    calls: content
      .filter((b) => b.type === 'tool_use')
      .map((b) => ({ id: b.id ?? null, name: b.name, input: b.input })),
  };
}

async function play(job) {
  const client = new Anthropic({ apiKey, baseURL: job.url, maxRetries: 0, timeout: 20000 });
  const kind = job.run.replace('body-', '');
  const messages = [{ role: 'user', content: PROMPTS[kind] }];
  const first = await ask(client, job, messages);
  const turns = [seen(first)];
  if (turns[0].calls.length > 0) {
    const results = turns[0].calls.map((call) => ({
      type: 'tool_result',
      tool_use_id: call.id,
      content: FILES[call.input?.path] ?? 'no such file',
    }));
    messages.push({ role: 'assistant', content: first.content }, { role: 'user', content: results });
    turns.push(seen(await ask(client, job, messages)));
  }
  return turns;
}

for await (const line of createInterface({ input: process.stdin })) {
  const job = JSON.parse(line);
  let result;
  try {
    result = { turns: await play(job) };
  } catch (e) {
    result = { error: `${e.constructor.name}: ${e.message}` };
  }
  console.log(JSON.stringify({ version, ...result }));
}
process.exit(0);
