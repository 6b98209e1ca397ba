/** An upload under way. `sentBytes` equals `totalBytes` while the server looks at the file. */
export type Sending = { name: string; sentBytes: number; totalBytes: number; startedAt: number };
export type Answer = { draftId: string } | { error: string | undefined };

/**
 * Sends a file as the request's body. XMLHttpRequest, because fetch does not tell how much has gone out.
 * An upload that was cancelled answers without an error.
 */
export function sendFile(file: File, fields: FormData, onProgress: (sending: Sending) => void) {
  const request = new XMLHttpRequest();
  const startedAt = performance.now();
  const tell = (sentBytes: number) =>
    onProgress({ name: file.name, sentBytes, totalBytes: file.size, startedAt });
  tell(0);
  request.upload.onprogress = (event) => tell(event.loaded);
  request.upload.onload = () => tell(file.size);
  const answer = new Promise<Answer>((resolve) => {
    request.onload = () => resolve(answerOf(request));
    request.onabort = () => resolve({ error: undefined });
    request.onerror = () =>
      resolve({
        error:
          "The connection was lost before the file had arrived. Nothing was kept; upload it again.",
      });
  });
  const query = new URLSearchParams({ name: file.name });
  for (const [name, value] of fields) if (typeof value === "string") query.set(name, value);
  request.open("POST", `/api/uploads?${query}`);
  request.setRequestHeader("accept", "application/json");
  request.setRequestHeader("content-type", "application/octet-stream");
  request.send(file);
  return { answer, cancel: () => request.abort() };
}

function answerOf(request: XMLHttpRequest): Answer {
  const body = parsed(request.responseText);
  if (request.status === 201 && body.draftId) return { draftId: body.draftId };
  if (request.status === 401)
    return { error: "Your session has ended. Sign in again, then upload the file." };
  return {
    error:
      body.error ??
      `The server could not take the file (status ${request.status}). Try again in a moment.`,
  };
}

function parsed(text: string): { draftId?: string; error?: string } {
  try {
    return JSON.parse(text) as { draftId?: string; error?: string };
  } catch {
    return {};
  }
}
