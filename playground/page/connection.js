/** The page's one websocket: requests that are answered, and the world's events. */

const FIRST_WAIT = 300;
const LONGEST_WAIT = 5_000;

export class Connection extends EventTarget {
  #socket = null;
  #waiting = new Map();
  #last = 0;
  #pause = FIRST_WAIT;

  open() {
    this.#socket = new WebSocket(new URL("socket", location.href.replace(/^http/, "ws")));
    this.#socket.addEventListener("open", () => {
      this.#pause = FIRST_WAIT;
      this.#tell("open");
    });
    this.#socket.addEventListener("message", (event) => this.#take(JSON.parse(event.data)));
    this.#socket.addEventListener("close", () => {
      for (const { reject } of this.#waiting.values()) reject(new Error("closed"));
      this.#waiting.clear();
      this.#tell("closed");
      setTimeout(() => this.open(), this.#pause);
      this.#pause = Math.min(this.#pause * 2, LONGEST_WAIT);
    });
  }

  /** What the playground answers; rejects with its words if the member's Discord would refuse it. */
  ask(action, values = {}) {
    if (this.#socket.readyState !== WebSocket.OPEN) return Promise.reject(new Error("closed"));
    const id = ++this.#last;
    this.#socket.send(JSON.stringify({ id, do: action, ...values }));
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  #take(message) {
    if (message.type !== "reply") {
      this.#tell(message.type, message);
      return;
    }
    const { resolve, reject } = this.#waiting.get(message.to);
    this.#waiting.delete(message.to);
    if (message.error === undefined) resolve(message.value);
    else reject(new Error(message.error));
  }

  #tell(type, detail = null) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
