from articles.models.appeal import Appeal
from articles.models.article import Article
from articles.models.photo import Photo
from articles.models.revision import Revision
from articles.models.section import Section
from articles.models.tag import Tag

__all__ = ["Appeal", "Article", "Photo", "Revision", "Section", "Tag"]
