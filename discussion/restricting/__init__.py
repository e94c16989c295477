"""Who is kept from what: restrictions of voices, of e-mail addresses and of networks, as the verbs ask for them."""

from discussion.restricting.restraints import Restraints, restraints_of, shadowed_among, unwelcome
from discussion.restricting.silencing import silence

__all__ = ["Restraints", "restraints_of", "shadowed_among", "silence", "unwelcome"]
