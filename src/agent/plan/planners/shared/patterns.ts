/** How addresses and numbers to reach somebody are written, German and English. */
export const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}/u;
export const PHONE = /(?<![\p{L}\d.-])(?:\+|0)\d[\d\s()/-]{4,}\d(?![\d.,]*\d)/u;
export const STREET =
  /(?:\p{Lu}[\p{L}.-]*\s){0,3}\p{Lu}?[\p{L}.-]*(?:straße|strasse|str\.|weg|allee|platz|gasse|ring|ufer|damm|steig|hof|markt|graben|chaussee|berg|tor)\s+\d+\s?[a-z]?\b|(?<!\p{L})(?:Am|An der|An den|Auf der|Im|In der|Zum|Zur)\s\p{Lu}[\p{L}-]+(?:\s\p{Lu}[\p{L}-]+)?\s\d+\s?[a-z]?\b|\b\d+[a-z]?\s(?:\p{Lu}[\p{L}'.-]+\s){1,3}(?:Street|St|Road|Rd|Lane|Avenue|Ave|Close|Drive|Way|Place|Court|Square|Terrace|Row|Hill|Gardens|Green|Quay|Walk|Crescent|Park|Mews)(?!\p{L})/u;
export const POSTCODE = /\b\d{5}\b|\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b/u;
