import { crc32, deflateRawSync } from "node:zlib";

/** A zip file of members that are packed here, whatever they unpack to: PKWARE's APPNOTE, sections 4.3.7, 4.3.12 and 4.3.16. */
export function toZip(members: readonly { name: string; content: Buffer }[]): Buffer {
  const packed = new Map<Buffer, { data: Buffer; crc: number }>();
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of members) {
    const known = packed.get(content) ?? { data: deflateRawSync(content, { level: 1 }), crc: crc32(content) };
    packed.set(content, known);
    const label = Buffer.from(name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0); // version
    fields.writeUInt16LE(8, 4); // deflate
    fields.writeUInt32LE(known.crc, 10);
    fields.writeUInt32LE(known.data.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(label.length, 22);
    const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), fields, label, known.data]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\u0001\u0002\u0014\u0000"), fields, place, label]));
    parts.push(local);
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(members.length, 4);
  end.writeUInt16LE(members.length, 6);
  end.writeUInt32LE(index.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, index, Buffer.from("PK\u0005\u0006"), end]);
}
