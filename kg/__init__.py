"""Read English text, get a knowledge graph of people, organisations and places in which every edge shows its words."""
