"""XML for the ArkTS kit: parsing is done here by expat, because the guest's realm has no parser of its own."""
