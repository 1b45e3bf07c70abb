import { AF_INET, libc, nativeMemory, SOCK_DGRAM_CLOEXEC_NONBLOCK } from "../../../appliance/edge/media/libc.ts";
import { writeSocketAddress } from "../../../appliance/edge/media/socket-address.ts";

/**
 * A UDP port that takes packets and never reads them: where callers' telephones would be. A closed port would answer each packet of the
 * box with an ICMP error, and reading them would cost the machine what is being measured.
 */
export function openSilentPort(port: number): () => void {
  const { bytes, address, free } = nativeMemory(32);
  writeSocketAddress(bytes, 0, 4, "127.0.0.1", port);
  const fd = libc.socket(AF_INET, SOCK_DGRAM_CLOEXEC_NONBLOCK, 0);
  const bound = libc.bind(fd, address, 16);
  free();
  if (bound === 0) return () => libc.close(fd);
  libc.close(fd);
  throw new Error(`port ${port} is taken`);
}
